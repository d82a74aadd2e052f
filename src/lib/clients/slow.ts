import type { CallSite } from '../../model/index.ts';
import { symbolOf } from './match.ts';

/** Work that a user need not wait for, by package: what it is, and the symbols or members that do it. */
const SLOW: Readonly<Record<string, readonly [what: string, members: RegExp]>> = {
  nodemailer: ['mail', /^sendMail$/],
  '@nestjs-modules/mailer': ['mail', /^sendMail$/],
  '@sendgrid/mail': ['mail', /^(send|sendMultiple)$/],
  resend: ['mail', /^(send|create)$/],
  postmark: ['mail', /^(sendEmail|sendEmailWithTemplate|sendEmailBatch)$/],
  'notifications-node-client': ['mail', /^sendEmail$/],
  'mailgun.js': ['mail', /^create$/],
  puppeteer: ['a browser', /^launch$/],
  'puppeteer-core': ['a browser', /^(launch|connect)$/],
  playwright: ['a browser', /^launch$/],
  'html-pdf': ['a PDF', /^(create|toFile|toBuffer)$/],
  '@react-pdf/renderer': ['a PDF', /^(renderToBuffer|renderToStream|renderToFile)$/],
  'fluent-ffmpeg': ['a video', /^(save|run|ffmpeg|default)$/],
  exceljs: ['an export', /^(writeBuffer|writeFile)$/],
  archiver: ['an archive', /^(finalize)$/],
  bcrypt: ['a blocking hash', /^(hashSync|compareSync)$/],
  bcryptjs: ['a blocking hash', /^(hashSync|compareSync)$/],
  'bcrypt-nodejs': ['a blocking hash', /^(hashSync|compareSync)$/],
  crypto: ['a blocking hash', /^(scryptSync|pbkdf2Sync)$/],
  'node:crypto': ['a blocking hash', /^(scryptSync|pbkdf2Sync)$/],
  child_process: ['a blocking process', /^(execSync|execFileSync|spawnSync)$/],
  'node:child_process': ['a blocking process', /^(execSync|execFileSync|spawnSync)$/],
  'email-templates': ['mail', /^send$/],
};

/** What slow work a call does; undefined: none that is known. */
export function slowWork({ ref, within = [] }: CallSite): string | undefined {
  const known = ref.from !== undefined && Object.hasOwn(SLOW, ref.from) ? SLOW[ref.from] : undefined;
  const member = ref.path.at(-1) ?? symbolOf(ref);
  if (!known || !(known[1].test(member) || (ref.path.length === 0 && known[1].test(symbolOf(ref))))) return undefined;
  return within.some(({ text }) => isDeferred(text)) ? undefined : known[0];
}

/** After the answer: `waitUntil(…)`, Next.js `after(…)`. */
export const isDeferred = (text: string): boolean => /(^|\.)(waitUntil|after|setImmediate|nextTick|defer|runInBackground)$/.test(text);
