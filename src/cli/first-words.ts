import type { FirstStart } from '../usecases/first-start.ts'

/** A command that opens a case through one wire, ready to paste into a shell. */
interface WireCommand {
  readonly wire: string
  readonly command: string
}

/**
 * @param address under which clients reach the server, without a slash at the end
 * @param ticketPrefix path in front of the Support Ticket operations
 * @returns one command per wire, with real credentials; it needs `curl`, and two of them `sed` to take a token out of an answer
 */
function wireCommands(address: string, ticketPrefix: string, first: FirstStart): WireCommand[] {
  const { caseManagement: app, supportTicket: ticketApp, customer } = first
  const json = ['-H', 'Content-Type: application/json']
  const token = pipe(
    curl(
      `${address}/v1/auth`,
      '-H',
      `x-inbenta-key: ${app.key}`,
      ...json,
      '-d',
      JSON.stringify({ secret: app.secret }),
    ),
    'accessToken',
  )
  const access = pipe(
    curl(
      `${address}${ticketPrefix}/user/login/`,
      '-H',
      `apikey: ${ticketApp.apikey}`,
      '-d',
      `username=${encodeURIComponent(customer.email)}&password=${encodeURIComponent(customer.password)}`,
    ),
    'access',
  )
  return [
    {
      wire: 'Case Management API',
      command: [
        curl(`${address}/v1/tickets`, '-H', `x-inbenta-key: ${app.key}`),
        `-H "Authorization: Bearer ${token}"`,
        ...json.map(quoted),
        '-d',
        quoted(
          JSON.stringify({
            creator: customer.id,
            title: 'Opened through Case Management',
            message: 'The printer is out of paper.',
          }),
        ),
      ].join(' '),
    },
    {
      wire: 'Support Ticket API',
      command: [
        curl(`${address}${ticketPrefix}/support/create/ticket/`, '-H', `apikey: ${ticketApp.apikey}`),
        `-H "Authorization: Bearer ${access}"`,
        ...[
          'subject=Opened through Support Ticket',
          'priority=2',
          'category=1',
          'comment=Where is my invoice?',
        ].map((field) => `-F ${quoted(field)}`),
      ].join(' '),
    },
    {
      wire: 'REST API v3',
      command: curl(
        `${address}/api/v3/requests`,
        '-H',
        `authtoken: ${first.repKey}`,
        '--data-urlencode',
        `input_data=${JSON.stringify({
          request: {
            subject: 'Opened through REST v3',
            description: 'The door opener beeps.',
            requester: { email_id: customer.email },
          },
        })}`,
      ),
    },
    {
      wire: 'Messages API',
      command: curl(
        `${address}/api/v3/case/create`,
        '-H',
        `X-Hub-Api-Token: ${first.partnerToken}`,
        ...json,
        '-d',
        JSON.stringify({
          productData: { problemText: 'Opened through Messages: the kettle leaks.' },
          customer: { email: customer.email },
        }),
      ),
    },
    {
      wire: 'Desk API',
      command: curl(
        `${address}/api/desk/v1/cases`,
        '-H',
        `Authorization: Bearer ${first.deskToken}`,
        ...json,
        '-d',
        JSON.stringify({
          subject: 'Opened through the Desk API',
          text: 'The lift is slow.',
          requester: { email: customer.email },
        }),
      ),
    },
  ]
}

/** @returns all that a first start says, in the order in which it is needed */
export function firstWords(address: string, ticketPrefix: string, first: FirstStart): string {
  const commands = wireCommands(address, ticketPrefix, first).map(
    ({ wire, command }) => `${wire}\n  ${command}\n`,
  )
  return [
    `\nSign in as ${first.administratorLogin}, once and within a day:`,
    `  ${address}/sign-in#token=${first.signInToken}\n`,
    'Each of these opens a case that all the others show. The keys in them are stored as hashes only,',
    'so this is the one time they can be read:\n',
    ...commands,
    `If the link gets lost: caseloom rep link ${first.administratorLogin}\n`,
  ].join('\n')
}

function curl(url: string, ...options: string[]): string {
  return ['curl', '-sS', quoted(url), ...options.map(quoted)].join(' ')
}

/** @returns a shell substitution that is the text under the key in the JSON that the command prints */
function pipe(command: string, key: string): string {
  return `$(${command} | sed 's/.*"${key}":"\\([^"]*\\)".*/\\1/')`
}

/** @returns the text as one word of a POSIX shell */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
