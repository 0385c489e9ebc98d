/** What the installation sets for the wires. Times in ms. */
export interface WireSettings {
  /** Address under which clients reach the server, without a slash at the end; null = as the request says. */
  readonly publicUrl: string | null
  readonly trustProxy: string | null
  readonly timeZone: string
  readonly appTokenMs: number
  readonly accessTokenMs: number
  readonly refreshTokenMs: number
  /** Most calls of one key; 0 = no limit. */
  readonly caseManagementPerMinute: number
  readonly caseManagementPerHour: number
  readonly restPerMinute: number
  /** Path in front of the Support Ticket operations, e.g. `/api/v1`. */
  readonly supportTicketPrefix: string
  readonly messagesEnvelope: 'bare' | 'data'
  /** Largest request body of the Messages wire. */
  readonly messagesBodyBytes: number
  /** Folder of the built console; null leaves it out. */
  readonly consoleFolder: string | null
}
