import { z } from 'zod';

const Port = z.coerce.number().int().min(1).max(65_535);

/** Longer than a reading may be late (8 days) and a day that it changes, so that no sum is made anew of what is left. */
const KeptDays = z.coerce.number().int().min(10).max(36_600);
/** In days, with some to spare. */
const THIRTEEN_MONTHS = 400;

const Shared = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /** Address that REST, the sockets and the portal are served on. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** TCP port of REST, the sockets and the portal. */
  PORT: Port.default(3000),
  /** File of the certificate (PEM, with those between it and its authority) that REST, the sockets and the portal are served with; without it a proxy in front speaks TLS. */
  TLS_CERT_FILE: z.string().min(1).optional(),
  /** File of its key (PEM). */
  TLS_KEY_FILE: z.string().min(1).optional(),
  /** Connections that are open at once, those of the live feed included; one more is closed unread. */
  MAX_CONNECTIONS: z.coerce.number().int().min(1).max(1_000_000).default(20_000),
  /** Folder of the embedded database, the key file and the collectors' spool. */
  DATA_DIR: z.string().min(1).default('data'),
  /** Keys of SNMP secrets, 32 bytes as hex or base64: the one that seals, then those that only open, by commas. Without it a key file is made in DATA_DIR. */
  SECRETS_KEY: z.string().optional(),
  /** Token of the collector that starts together with the API; without it collectors are registered by hand. */
  COLLECTOR_TOKEN: z.string().min(32).optional(),
  /** Addresses of proxies whose X-Forwarded-For may be believed, separated by commas. */
  TRUST_PROXY: z.string().default(''),
  /** `full` fills an empty database with the demo's customers, lines and history; `off` leaves it empty. */
  DEMO: z.enum(['full', 'off']).default('off'),
  /** Days of history that the demo begins with. */
  DEMO_HISTORY_DAYS: z.coerce.number().int().min(0).max(400).default(92),
  /** First UDP port of the practice network's agents, one a device from there on. */
  PRACTICE_BASE_PORT: Port.default(20161),
  /** Poll interval of the demo's devices in seconds. */
  DEMO_INTERVAL_S: z.coerce.number().int().min(1).max(3_600).default(10),
  /** Days that readings are kept as they came; what is older lives on in the roll-ups. */
  RETAIN_RAW_DAYS: KeptDays.default(THIRTEEN_MONTHS),
  /** Days that sums of five minutes are kept; percentiles and bills need them for thirteen months. */
  RETAIN_5M_DAYS: KeptDays.default(THIRTEEN_MONTHS),
  /** Days that sums of an hour are kept. */
  RETAIN_1H_DAYS: KeptDays.default(1_100),
  /** Days that sums of a day are kept. */
  RETAIN_1D_DAYS: KeptDays.default(3_660),
  /** Days that alarms which are over are kept, with what happened to them. */
  RETAIN_ALARM_DAYS: KeptDays.default(THIRTEEN_MONTHS),
  /** Days that faults which are over are kept, with their stories. */
  RETAIN_FAULT_DAYS: KeptDays.default(1_100),
  /** Days that the log of what happened to faults is kept, for those who follow it and for looks back. */
  RETAIN_FAULT_LOG_DAYS: KeptDays.default(THIRTEEN_MONTHS),
  /** Days that the history of states is kept. Months of an SLA are reckoned anew from it, so never less than a year. */
  RETAIN_STATE_DAYS: KeptDays.min(THIRTEEN_MONTHS).default(3_660),
  /** Days that it is kept what was shown when, for looks back. */
  RETAIN_SHOWN_DAYS: KeptDays.default(1_100),
  /** Days that traps are kept for the NOC to read. */
  RETAIN_TRAP_DAYS: z.coerce.number().int().min(1).max(3_660).default(90),
  /** TCP port on which metrics are shown to the operator's monitoring; 0 shows none. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Address that metrics are shown on. */
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  /** Key that goes into every password hash beside the password, at least 32 characters; kept outside the database. */
  PASSWORD_PEPPER: z.string().min(32).optional(),
  /** Address under which people reach the portal, for links in mails; without it the local one. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Mail server as smtp://user:password@host:port or smtps://…; without it mails become files in DATA_DIR/mail. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Sender of all mails. */
  MAIL_FROM: z.string().min(3).default('Linewatch <linewatch@localhost>'),
  /** Address that answers to tickets' mails go to, as tickets@noc.operator.example; what stands behind a `+` names the ticket. */
  MAIL_IN_ADDRESS: z.email().optional(),
  /** What the relay signs the mails with that it brings, as `whsec_` and base64; without both no mail is taken in. */
  MAIL_IN_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/)
    .optional(),
  /** Mailbox that answers are fetched from, as imaps://user:password@host:port/FOLDER, or imap://… for STARTTLS; nothing goes over it without TLS. */
  MAIL_IN_IMAP_URL: z.url({ protocol: /^imaps?$/ }).optional(),
  /** File of the mailbox's password, which is read at each visit, in the place of one in the address. */
  MAIL_IN_IMAP_PASSWORD_FILE: z.string().min(1).optional(),
  /** Folder that fetched mails are moved to; without one they are marked as read where they are. */
  MAIL_IN_IMAP_DONE: z.string().min(1).max(200).optional(),
  /** File of the certificate (PEM) that signs the mail server's, where that is none whom all programs trust. */
  MAIL_IN_IMAP_CA_FILE: z.string().min(1).optional(),
  /** Hosts of the operator's own network that webhooks and the SMS gateway may reach, as host or host:port by commas; all others must be public. */
  OUTBOUND_PRIVATE_HOSTS: z.string().default(''),
  /** Address of the SMS gateway that takes JSON by POST; without it nobody is told by SMS. */
  SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Key that the gateway knows us by, sent as a bearer token. */
  SMS_KEY: z.string().default(''),
  /** Signature that the gateway has registered, without brackets. */
  SMS_SIGN: z.string().default(''),
  /** Template that the gateway has registered; its one variable is `text`. */
  SMS_TEMPLATE: z.string().default(''),
  /** SMS to one person within 24 hours; what is more comes by mail. */
  SMS_MOST_PER_PERSON: z.coerce.number().int().min(1).max(10_000).default(30),
  /** SMS to all people of one customer within 24 hours; what is more comes by mail. */
  SMS_MOST_PER_CUSTOMER: z.coerce.number().int().min(1).max(1_000_000).default(300),
  /** Requests that an API token, and an address with tokens, may make a second in the long run. */
  TOKEN_REQUESTS_PER_S: z.coerce.number().int().min(1).max(10_000).default(20),
  /** Requests that it may make at once after a pause. */
  TOKEN_REQUESTS_BURST: z.coerce.number().int().min(1).max(100_000).default(100),
  /** Requests that a person, in all their browsers, may make a second in the long run. */
  SESSION_REQUESTS_PER_S: z.coerce.number().int().min(1).max(10_000).default(20),
  /** Requests that they may make at once after a pause. */
  SESSION_REQUESTS_BURST: z.coerce.number().int().min(1).max(100_000).default(100),
  /** Who may read the description of the API: everybody, who is signed in or has a token, or nobody. */
  API_DOCS: z.enum(['public', 'signed-in', 'off']).default('signed-in'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

const Sqlite = z.object({
  DB_KIND: z.literal('sqlite'),
  /** File of the embedded database; relative names are taken from DATA_DIR. */
  DB_FILE: z.string().min(1).default('linewatch.sqlite'),
});

const Mysql = z.object({
  DB_KIND: z.literal('mysql'),
  DB_HOST: z.string().min(1),
  DB_PORT: Port.default(3306),
  DB_NAME: z.string().min(1),
  DB_USER: z.string().min(1),
  DB_PASSWORD: z.string().min(1),
  /** `verify-ca`: TLS to a server whose certificate a trusted authority has signed; `verify-identity`: for DB_HOST besides. */
  DB_TLS: z.enum(['off', 'verify-ca', 'verify-identity']).default('off'),
  /** Certificates of the authorities that are trusted for it, PEM; without it those that come with Node. */
  DB_CA_FILE: z.string().min(1).optional(),
});

const OnMysql = Shared.extend(Mysql.shape)
  .refine(({ DB_TLS, DB_CA_FILE }) => DB_CA_FILE === undefined || DB_TLS !== 'off', {
    path: ['DB_TLS'],
    message: 'DB_CA_FILE is of no use without DB_TLS',
  })
  .refine(
    ({ DB_TLS, DB_HOST }) => DB_TLS !== 'verify-identity' || !z.union([z.ipv4(), z.ipv6()]).safeParse(DB_HOST).success,
    {
      path: ['DB_HOST'],
      // The driver looks for names in the certificate and not for addresses.
      message: 'DB_TLS=verify-identity needs the name that the certificate is for',
    },
  );

const Env = z
  .discriminatedUnion('DB_KIND', [Shared.extend(Sqlite.shape), OnMysql])
  .refine(({ MAIL_IN_IMAP_URL, MAIL_IN_ADDRESS, MAIL_IN_SECRET }) => {
    return MAIL_IN_IMAP_URL === undefined || (MAIL_IN_ADDRESS !== undefined && MAIL_IN_SECRET !== undefined);
  }, 'MAIL_IN_IMAP_URL needs MAIL_IN_ADDRESS and MAIL_IN_SECRET: by them a mail finds its ticket')
  .refine(
    ({ TLS_CERT_FILE, TLS_KEY_FILE }) => (TLS_CERT_FILE === undefined) === (TLS_KEY_FILE === undefined),
    'TLS_CERT_FILE and TLS_KEY_FILE are of use together only',
  );
export type Env = z.infer<typeof Env>;

/**
 * Reads the whole configuration once, at start. The only place that touches `process.env`.
 *
 * @throws Error naming every wrong variable, so that one restart is enough to fix them all
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const result = Env.safeParse({ DB_KIND: 'sqlite', ...source });
  if (!result.success) {
    throw new Error(`The environment is not usable:\n${z.prettifyError(result.error)}`);
  }
  return result.data;
}
