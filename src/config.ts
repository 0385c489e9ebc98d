import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { parseAllowList } from './jobs/outbound/allow-list.ts'
import { parseMasterKey } from './storage/seal/master-key.ts'
import { type SealGroup, sealGroups } from './storage/seal/seal.ts'

/** One setting: how its text is read, what it is without one, and what it is for. */
interface Setting<T> {
  readonly variable: string
  readonly fallback: T
  readonly secret?: boolean
  readonly about: string
  /** @returns the value, or a sentence that says what is wrong */
  read(text: string): T | { readonly problem: string }
}

const text = (variable: string, fallback: string, about: string): Setting<string> => ({
  variable,
  fallback,
  about,
  read: (given) => given,
})

const optionalText = (variable: string, about: string, secret = false): Setting<string | null> => ({
  variable,
  fallback: null,
  secret,
  about,
  read: (given) => given,
})

const whole = (
  variable: string,
  fallback: number,
  least: number,
  most: number,
  about: string,
): Setting<number> => ({
  variable,
  fallback,
  about,
  read(given) {
    const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN
    return value >= least && value <= most
      ? value
      : { problem: `must be a whole number from ${least} to ${most}` }
  },
})

const choice = <T extends string>(
  variable: string,
  values: readonly [T, ...T[]],
  about: string,
): Setting<T> => ({
  variable,
  fallback: values[0],
  about,
  read: (given) =>
    values.find((value) => value === given) ?? { problem: `must be one of ${values.join(', ')}` },
})

const allowList = (variable: string, about: string): Setting<string> => ({
  ...text(variable, '', about),
  read(given) {
    const { problems } = parseAllowList(given)
    return problems.length === 0
      ? given
      : { problem: `has an entry that cannot be read: ${problems.join('; ')}` }
  },
})

/** Every setting there is. The order is the order in which `caseloom config` and the documentation show them. */
export const settings = {
  host: text('HOST', '127.0.0.1', 'address to listen on; 0.0.0.0 for all'),
  port: whole('PORT', 4780, 0, 65_535, 'port to listen on; 0 picks a free one'),
  dataFolder: {
    variable: 'DATA_DIR',
    fallback: resolve('data'),
    about: 'folder for the embedded database, files and the installation secret',
    read: (given: string) => resolve(given),
  } satisfies Setting<string>,
  databaseUrl: {
    ...optionalText(
      'DATABASE_URL',
      'postgres:// URL; without one the embedded SQLite database is used',
      true,
    ),
    read: (given: string) =>
      /^postgres(ql)?:\/\//.test(given) && URL.canParse(given)
        ? given
        : { problem: 'must be a postgres:// URL' },
  } satisfies Setting<string | null>,
  secret: {
    ...optionalText(
      'SECRET',
      'installation secret, at least 32 characters; made in the data folder if not given',
      true,
    ),
    read: (given: string) => (given.length >= 32 ? given : { problem: 'must have at least 32 characters' }),
  } satisfies Setting<string | null>,
  masterKey: {
    variable: 'MASTER_KEY',
    fallback: null,
    secret: true,
    about: 'master key of encryption at rest: 32 bytes in base64 or 64 hexadecimal digits',
    read: (given: string) =>
      parseMasterKey(given) ?? { problem: 'must be 32 bytes in base64 or 64 hexadecimal digits' },
  } satisfies Setting<Buffer | null>,
  masterKeyFile: {
    variable: 'MASTER_KEY_FILE',
    fallback: null,
    about: 'file with the master key, instead of MASTER_KEY; made in the data folder if neither is given',
    read: (given: string) => resolve(given),
  } satisfies Setting<string | null>,
  encrypt: {
    variable: 'ENCRYPT',
    fallback: [] as readonly SealGroup[],
    about: `what is encrypted in the database beside secrets: any of ${sealGroups.join(', ')}, separated by commas`,
    read: (given: string) => {
      const words = given.split(',').map((part) => part.trim())
      const groups = sealGroups.filter((group) => words.includes(group))
      return words.every((word) => groups.some((group) => group === word))
        ? groups
        : { problem: `must be any of ${sealGroups.join(', ')}, separated by commas` }
    },
  } satisfies Setting<readonly SealGroup[]>,
  publicUrl: {
    ...optionalText(
      'PUBLIC_URL',
      'address under which clients reach the server, where it stands behind a proxy',
    ),
    read: (given: string) =>
      /^https?:\/\/[^/]/.test(given) && URL.canParse(given)
        ? given.replace(/\/+$/, '')
        : { problem: 'must be an absolute http or https URL' },
  } satisfies Setting<string | null>,
  trustProxy: {
    ...optionalText(
      'TRUST_PROXY',
      'addresses or networks of proxies whose forwarded headers count, separated by commas',
    ),
    read: (given: string) =>
      given.split(',').every((part) => isProxy(part.trim()))
        ? given
        : { problem: 'must be IP addresses or networks like 10.0.0.0/8, separated by commas' },
  } satisfies Setting<string | null>,
  logLevel: choice(
    'LOG_LEVEL',
    ['info', 'debug', 'warn', 'error', 'silent'],
    'least important log line that is written',
  ),
  timeZone: {
    variable: 'TIME_ZONE',
    fallback: 'UTC',
    about: 'zone in which REST v3 shows times to people, by its IANA name',
    read: (given: string) =>
      Intl.supportedValuesOf('timeZone').includes(given) || given === 'UTC'
        ? given
        : { problem: 'must be an IANA time zone' },
  } satisfies Setting<string>,
  openCasesPerContact: whole(
    'OPEN_CASE_LIMIT',
    100,
    0,
    1_000_000,
    'most open cases of one contact on the Support Ticket wire; 0 = no limit',
  ),
  fileBytes: whole(
    'FILE_BYTES',
    10_485_760,
    1024,
    1_073_741_824,
    'largest single file where a wire does not set its own limit',
  ),
  appTokenSeconds: whole('APP_TOKEN_SECONDS', 1200, 10, 86_400, 'life of a Case Management access token'),
  accessTokenSeconds: whole(
    'ACCESS_TOKEN_SECONDS',
    3600,
    10,
    86_400,
    'life of a Support Ticket access token',
  ),
  refreshTokenSeconds: whole(
    'REFRESH_TOKEN_SECONDS',
    86_400,
    60,
    31_536_000,
    'life of a Support Ticket refresh token',
  ),
  caseManagementPerMinute: whole(
    'CASE_MANAGEMENT_PER_MINUTE',
    600,
    0,
    1_000_000,
    'most calls of one Case Management key in a minute, for each group of calls; 0 = no limit',
  ),
  caseManagementPerHour: whole(
    'CASE_MANAGEMENT_PER_HOUR',
    10_000,
    0,
    100_000_000,
    'most calls of one Case Management key in an hour, for each group of calls; 0 = no limit',
  ),
  restPerMinute: whole(
    'REST_PER_MINUTE',
    300,
    0,
    1_000_000,
    'most calls of one REST v3 key in a minute; 0 = no limit',
  ),
  supportTicketPrefix: text(
    'SUPPORT_TICKET_PREFIX',
    '/api/v1',
    'path in front of the Support Ticket operations',
  ),
  messagesEnvelope: choice(
    'MESSAGES_ENVELOPE',
    ['bare', 'data'],
    'how the Messages wire wraps results of create and list',
  ),
  messagesBodyBytes: whole(
    'MESSAGES_BODY_BYTES',
    1_048_576,
    1024,
    104_857_600,
    'largest request body of the Messages wire, files in base64 included',
  ),
  callbackAllow: allowList(
    'CALLBACK_ALLOW',
    'networks, host names or host:port that callbacks may reach although private',
  ),
  fetchAllow: allowList(
    'FETCH_ALLOW',
    'the same for files that clients give by URL; whoever gives a URL gets to read what is there',
  ),
  callbackMethod: choice('CALLBACK_METHOD', ['POST', 'GET'], 'method of callbacks'),
  callbackSecret: optionalText('CALLBACK_SECRET', 'signs callbacks when given', true),
  callbackRetrySeconds: {
    variable: 'CALLBACK_RETRY_SECONDS',
    fallback: [30, 120, 600, 3600, 21_600] as readonly number[],
    about: 'pauses between attempts of a callback',
    read: (given: string) => {
      const pauses = given
        .split(',')
        .map((part) => (/^\d{1,7}$/.test(part.trim()) ? Number(part) : Number.NaN))
      return pauses.some(Number.isNaN) ? { problem: 'must be whole seconds separated by commas' } : pauses
    },
  } satisfies Setting<readonly number[]>,
} as const

function isProxy(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

export type Config = {
  readonly [K in keyof typeof settings]: ReturnType<(typeof settings)[K]['read']> extends infer R
    ? Exclude<R, { problem: string }> | (typeof settings)[K]['fallback']
    : never
}

/** What is wrong with the settings, all of it at once. */
export class BadSettings extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/**
 * Reads all settings. This is the only place that knows the environment.
 * @returns the settings; throws `BadSettings` with every problem
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries(settings) as [string, Setting<unknown>][]) {
    const given = environment[setting.variable]?.trim()
    if (given === undefined || given === '') {
      values[name] = setting.fallback
      continue
    }
    const value = setting.read(given)
    if (typeof value === 'object' && value !== null && 'problem' in value)
      problems.push(`${setting.variable} ${value.problem}.`)
    else values[name] = value
  }
  if (values.masterKey && values.masterKeyFile)
    problems.push('MASTER_KEY and MASTER_KEY_FILE are both set: only one of them can be meant.')
  if (problems.length > 0) throw new BadSettings(problems)
  return values as Config
}

/** One setting as it is in force, for people to read. */
export interface SettingInForce {
  readonly name: string
  readonly variable: string
  /** Never a secret: passwords inside URLs and other secret values are masked. */
  readonly value: string | number | null
  readonly from: 'environment' | 'default'
  readonly about: string
}

/**
 * @returns every setting with its value and where that comes from, in the order of the table; throws `BadSettings`
 */
export function settingsInForce(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): SettingInForce[] {
  const config: Readonly<Record<string, unknown>> = readConfig(environment)
  return (Object.entries(settings) as [string, Setting<unknown>][]).map(([name, setting]) => ({
    name,
    variable: setting.variable,
    value: shown(config[name], setting.secret ?? false),
    from: environment[setting.variable]?.trim() ? 'environment' : 'default',
    about: setting.about,
  }))
}

function shown(value: unknown, secret: boolean): string | number | null {
  if (value === null || typeof value === 'number') return value
  const text = String(value)
  if (!secret) return text
  if (!URL.canParse(text)) return '***'
  const url = new URL(text)
  if (url.password !== '') url.password = '***'
  return url.href
}
