/** Where a library is handed what it signs, encrypts or signs in with. */
export interface Taker {
  /** Packages, or (with a `/`) parts of one. */
  readonly of: RegExp;
  /** What is called; `default` for the package itself. */
  readonly member: RegExp;
  /** Position of the secret, or of the options that hold it. */
  readonly argument: number;
  /** Keys of the options that hold it, each a path; absent where the argument is the secret. */
  readonly keys?: readonly string[];
  readonly rule: string;
  /** What the secret is of; `*`: with the member's last name in its place. */
  readonly name: string;
  /** Handed to `register` beside the plugin. */
  readonly plugin?: true;
  /** A password of a person or a database, for which everybody has one on their own machine. */
  readonly password?: true;
}

const FASTIFY = { member: /^default$/, argument: 0, plugin: true } as const;

export const TAKERS: readonly Taker[] = [
  { of: /^jsonwebtoken$/, member: /^(?:sign|verify)$/, argument: 1, rule: 'jwt-secret', name: 'jwt.*' },
  { of: /^jwt-simple$/, member: /^(?:encode|decode)$/, argument: 1, rule: 'jwt-secret', name: 'jwt.*' },
  { of: /^@nestjs\/jwt$/, member: /^(?:register|JwtService)$/, argument: 0, keys: ['secret'], rule: 'jwt-secret', name: 'JwtModule secret' },
  { of: /^passport-jwt$/, member: /^Strategy$/, argument: 0, keys: ['secretOrKey'], rule: 'jwt-secret', name: 'secretOrKey' },
  { of: /^(?:express-jwt|koa-jwt)$/, member: /./, argument: 0, keys: ['secret'], rule: 'jwt-secret', name: '@ secret' },
  { of: /^hono\/jwt$/, member: /^(?:sign|verify)$/, argument: 1, rule: 'jwt-secret', name: 'hono secret' },
  { of: /^hono\/jwt$/, member: /./, argument: 0, keys: ['secret'], rule: 'jwt-secret', name: 'hono secret' },
  { of: /^hono\/basic-auth$/, member: /^basicAuth$/, argument: 0, keys: ['password'], rule: 'basic-auth', name: 'basicAuth password', password: true },
  { of: /^hono\/bearer-auth$/, member: /^bearerAuth$/, argument: 0, keys: ['token'], rule: 'bearer-token', name: 'bearerAuth token' },
  { of: /^hono\/cookie$/, member: /^setSignedCookie$/, argument: 3, rule: 'session-secret', name: 'cookie secret' },
  { of: /^hono\/cookie$/, member: /^getSignedCookie$/, argument: 1, rule: 'session-secret', name: 'cookie secret' },
  { of: /^(?:@fastify\/jwt|fastify-jwt)$/, ...FASTIFY, keys: ['secret', 'secret.private'], rule: 'jwt-secret', name: '@ secret' },
  { of: /^(?:@fastify\/cookie|fastify-cookie)$/, ...FASTIFY, keys: ['secret'], rule: 'session-secret', name: 'cookie secret' },
  { of: /^(?:@fastify\/session|fastify-session|@fastify\/secure-session|fastify-secure-session)$/, ...FASTIFY, keys: ['secret', 'key'], rule: 'session-secret', name: 'session secret' },
  { of: /^(?:express-session|koa-session|next-session)$/, member: /./, argument: 0, keys: ['secret', 'key'], rule: 'session-secret', name: 'session secret' },
  { of: /^cookie-session$/, member: /./, argument: 0, keys: ['secret', 'keys'], rule: 'session-secret', name: 'session secret' },
  { of: /^(?:@remix-run\/[\w-]+|react-router|@react-router\/[\w-]+)$/, member: /^create(?:Cookie)?Session(?:Storage)?$|^createCookieSessionStorage$/, argument: 0, keys: ['cookie.secrets'], rule: 'session-secret', name: 'session secret' },
  { of: /^(?:@remix-run\/[\w-]+|react-router|@react-router\/[\w-]+)$/, member: /^createCookie$/, argument: 1, keys: ['secrets'], rule: 'session-secret', name: 'session secret' },
  { of: /^cookie-parser$/, member: /^default$/, argument: 0, rule: 'session-secret', name: 'cookie secret' },
  { of: /^iron-session$/, member: /./, argument: 2, keys: ['password'], rule: 'session-secret', name: 'session password' },
  { of: /^(?:next-auth|@auth\/[\w-]+|better-auth)$/, member: /^(?:default|NextAuth|Auth|ExpressAuth|betterAuth)$/, argument: 0, keys: ['secret'], rule: 'session-secret', name: 'session secret' },
  { of: /^crypto$/, member: /^createHmac$/, argument: 1, rule: 'hmac-key', name: 'createHmac key' },
  { of: /^crypto$/, member: /^create(?:Cipher|Decipher)(?:iv)?$/, argument: 1, rule: 'cipher-key', name: '* key' },
  { of: /^crypto-js$/, member: /^(?:encrypt|decrypt)$/, argument: 1, rule: 'cipher-key', name: 'AES.* key' },
  // What a mailer signs in with: a password that a provider has made has words of no language, and no digits.
  { of: /^nodemailer$/, member: /^createTransport$/, argument: 0, keys: ['auth.pass'], rule: 'mail-password', name: 'auth.pass', password: true },
  { of: /^express-basic-auth$/, member: /^default$/, argument: 0, keys: ['users.*'], rule: 'basic-auth', name: 'basic authentication', password: true },
  { of: /^(?:mysql2?|mysql2\/promise|mariadb)$/, member: /^(?:createPool|createConnection|createPoolCluster)$/, argument: 0, keys: ['password'], rule: 'database-password', name: 'database password', password: true },
  { of: /^pg$/, member: /^(?:Pool|Client)$/, argument: 0, keys: ['password'], rule: 'database-password', name: 'database password', password: true },
  { of: /^mssql$/, member: /^(?:connect|ConnectionPool)$/, argument: 0, keys: ['password'], rule: 'database-password', name: 'database password', password: true },
  { of: /^(?:typeorm|@nestjs\/typeorm|@nestjs\/sequelize|sequelize|sequelize-typescript)$/, member: /^(?:DataSource|createConnection|forRoot|default|Sequelize)$/, argument: 0, keys: ['password'], rule: 'database-password', name: 'database password', password: true },
  { of: /^(?:sequelize|sequelize-typescript)$/, member: /^(?:default|Sequelize)$/, argument: 2, rule: 'database-password', name: 'database password', password: true },
  { of: /^knex$/, member: /^(?:default|knex)$/, argument: 0, keys: ['connection.password'], rule: 'database-password', name: 'database password', password: true },
  { of: /^(?:ioredis|redis|@redis\/client)$/, member: /^(?:default|Redis|createClient)$/, argument: 0, keys: ['password'], rule: 'database-password', name: 'redis password', password: true },
  { of: /^twilio$/, member: /^(?:default|Twilio)$/, argument: 1, rule: 'api-token', name: 'twilio token' },
];
