import type { Trait } from '../../model/index.ts';

type Names = readonly (readonly [RegExp, Trait])[];

/** By the whole called name. */
export const CALLS: Names = [
  [/(?:^|\.)(?:jwtVerify|verifyToken|verifyJwt|verifyJWT|verifyIdToken|verifyAccessToken|getSessionOrThrow|verifySession|validateSession|validateSessionToken|authenticateRequest|validateApiKey|verifyApiKey|verifyKey|introspect|timingSafeEqualToken|requireUser|requireAuth|requireSession|requireUserId|auth\.protect|auth\.updateUser|auth\.validate\w*|passport\.authenticate|interactionDetails|isAuthenticated|checkAuth(?!or(?!i))\w*|ensureAuth(?!or(?!i))\w*|getAuthenticatedUser|validateAccessToken)$/, 'verifies'],
  [/(?:jwt|jsonwebtoken|jose|JWT|jwtService|tokenService|accessToken|authToken)\w*\.verify\w*$|verifier\.verify(?:Async|Sync|(?:Id|Access|Bearer)?Token|Jwt|Session|Auth\w*)?$/i, 'verifies'],
  [/^verifyAuth$|(?:^|\.)(?:verify(?:Session|Auth)(?:Cookie|Token)|get(?:Current|Auth)?(?:User|Session|Account)Or(?:Redirect|Throw|Fail|Reject|401))$/, 'verifies'],
  // nuxt-auth-utils.
  [/^requireUserSession$/, 'verifies'],
  [/^(?:getUserSession|serverSupabase(?:User|Session|Claims))$/, 'asks'],
  // Shopify's applications: it sends away whoever does not come from there.
  [/(?:^|\.)authenticate\.(?:admin|pos|flow|fulfillmentService|public\.\w+)$/, 'verifies'],
  [/(?:^|\.)authenticate\.webhook$/, 'signature'],
  // These answer nobody as well: somebody has to refuse.
  [/(?:^|\.)(?:authenticate|authori[sz]e)(?!Ur[li])[A-Z]\w*$/, 'asks'],
  [/(?:^|\.)(?:require|ensure|assert|enforce)\w*(?:Auth\w*|User|Admin\w*|Session|LoggedIn|Login|ApiKey|AccessToken|Permissions?|Roles?|Access|ApiRequest)$/, 'asks'],
  [/(?:^|\.)(?:getServerSession|getServerAuthSession|getSession|currentUser|getAuth|unstable_getServerSession|getCurrentUser|getLoggedInUser|getOptionalSession|auth\.getUser|auth\.api\.getSession|fetchAuthSession)$|^auth$/, 'asks'],
  [/(?:^|\.)(?:argon2?\.verify|bcrypt(?:js)?\.compare(?:Sync)?|comparePassword|verifyPassword)$/, 'verifies'],
  [/(?:^|\.)(?:argon2?\.hash|bcrypt(?:js)?\.hash(?:Sync)?|hashPassword\w*|hashAndSalt|encryptPassword|generatePasswordHash|passwordHash\w*|setPassword|auth\.(?:api\.)?(?:signUp\w*|createUser))$/, 'enrols'],
  [/(?:^|\.)(?:jwt\.decode|jwtDecode|jwt_decode|decodeJwt)$/, 'decodes'],
  [/(?:^|\.)(?:timingSafeEqual|constructEvent|constructEventAsync|verifyWebhook\w*|verifySignature\w*|verify\w+Signature\w*|verify\w+Webhook\w*|receiver\.verify|webhooks?\.(?:verify\w*|unwrap|constructEvent)|verifyRequestSignature|isValidSignature|checkSignature|validateSignature|wh\.verify|unsafeUnwrapWebhook|verifySlack\w*|validateRequest|verifyHmac\w*|createHmac|(?:iron|seal\w*|Iron)\.unseal|unsealData|crypto\.(?:subtle\.)?verify|sign\.detached\.verify|crypto_sign_verify_detached|ed25519\.verify)$/, 'signature'],
  [/(?:^|\.)(?:safeParse|safeParseAsync|parseAsync|validateAsync|validateSync|validationResult|validateOrReject|parseWithZod|zodResolver|checkSchema|celebrate|zValidator|sValidator|validator|req\.valid|readValidatedBody|getValidatedQuery|decodeUnknown\w*)$/, 'validates'],
  [/(?:[sS]chema|[vV]alidator|[dD]to|DTO|^z\w*|[iI]nput|ajv|[jJ]oi|[yY]up|Shape|Payload|Params|Body|Query|Request|^Z[A-Z]\w*|Codec|Type)(?:\.\w+)*\.(?:parse|validate|cast|decode|assert|is|check)$/, 'validates'],
  // A message of Protocol Buffers has the shape of its definition.
  [/(?:^|\.)(?!Jwt|JWT|Buffer|Base\d|TextDecoder|URI)[A-Z]\w*\.decode(?:Delimited)?$/, 'validates'],
  [/^(?:v\.parse|v\.safeParse|t\.decode|type\.assert|Value\.(?:Check|Parse|Decode))$/, 'validates'],
  [/(?:^|\.)(?:res|resp|response|reply|rep|ctx|c|h|this)\.(?:render|view|renderPage|sendFile)$|^(?:render(?:Page|View|Template|To\w+|er)?|ejs\.render\w*|nunjucks\.render\w*)$/, 'renders'],
  [/(?:^|\.)(?:res|response|reply|ctx|c|h)\.redirect$/, 'redirects'],
  [/\.(?:insertAndFetch|(?:patch|update)AndFetch(?:ById)?|(?:insert|upsert)Graph(?:AndFetch)?)$/, 'modelled'],
  [/rate-?limit|throttl|(?:^|\.)\w*limiter\.|(?:limit\w*|quota|bucket)\.(?:consume|limit|take|removeTokens)$|slowDown|arcjet|aj\.protect/i, 'limits'],
  [/audit|securityLog|activityLog|logActivity|(?:^|\.)(?:log|record|add|write|save)_?(?:Auth|Security|Access|Admin)_?(?:Event|Action|Log)s?$|trackEvent.*security|(?:^|\.)(?:Event|events?)\.(?:createFromContext|schedule)$/i, 'audits'],
  [/\.(?:create|createMany|update|updateMany|upsert|delete|deleteMany|insert|insertInto|save|destroy|remove|updateOne|updateMany|insertOne|insertMany|deleteOne|replaceOne|findOneAndUpdate|findByIdAndUpdate|findByIdAndDelete)$/, 'writes'],
];
/** Errors, answers and verifiers, by the name of their class. */
export const CONSTRUCTED: Names = [
  [/Unauthori[sz]ed|Unauthenticated|AuthenticationError|NotAuthenticated|AuthenticationRequired|InvalidCredential|InvalidToken|AuthError|InvalidAuthentication|NotLogged(?!Out)|NotSignedIn|LoginRequired|SessionExpired|(?:Missing|Expired)(?:Access)?Token|TokenExpired/, 'denies'],
  [/Forbidden|AuthorizationError|NotAuthorized|AccessDenied|AccessControl(?:Error|Exception)|PermissionDenied|InsufficientPermissions?|MissingPermissions?|Not(?:An?)?Admin(?:Error|Exception)/, 'forbids'],
  [/^Webhook$/, 'signature'],
  [/BadRequest|UnprocessableEntity|ValidationError|InvalidInput/, 'rejects'],
  [/TooManyRequests|RateLimit(?:ed|Exceeded)?(?:Error|Exception)/, 'limits'],
];
