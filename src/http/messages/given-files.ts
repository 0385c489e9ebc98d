import { extname } from 'node:path'
import type { GivenFile } from '../../usecases/files/give-files.ts'
import { cleanFileName, decodeBase64 } from '../shared/file-answer.ts'
import * as json from '../shared/openapi/json-schema.ts'
import { array, broken, guid, object, optional, required, text } from './check.ts'
import { type Rule, saying, schemaOf } from './rule.ts'

/** Endings of file names that may be given (§10.2), with the type each is stored as. */
const fileTypes: ReadonlyMap<string, string> = new Map([
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['gif', 'image/gif'],
  ['txt', 'text/plain'],
  ['pdf', 'application/pdf'],
  ['doc', 'application/msword'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['odt', 'application/vnd.oasis.opendocument.text'],
  ['xls', 'application/vnd.ms-excel'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ...['avi', 'mp4', 'm4v', 'mov', 'wmv', 'mpg', 'mpeg', 'm2v', 'mkv', 'mp2', 'mpe', 'mpv', '3gp'].map(
    (ending): [string, string] => [ending, 'application/octet-stream'],
  ),
])

/** What a file can be said to be (Messages §10.2); anything else or nothing is `other`. */
const papers = [
  'proofOfPurchase',
  'proofOfDamage',
  'transportDamage',
  'claim',
  'report',
  'shipmentLabel',
  'other',
]

const ending = (name: string) => extname(name).slice(1).toLowerCase()

const fileName: Rule<string> = saying(
  json.about(`Ends in one of ${[...fileTypes.keys()].join(', ')}.`, json.stringUpTo(255)),
  (value, label) => {
    const name = text(255)(value, label)
    if (!fileTypes.has(ending(name))) throw broken(label, 'has an extension that is not allowed')
    return name
  },
)

const address: Rule<string> = saying({ type: 'string', format: 'uri', maxLength: 2_000 }, (value, label) => {
  const url = text(2_000)(value, label)
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw broken(label, 'must be a valid uri with a scheme matching the http|https pattern')
  }
  return url
})

const base64: Rule<Buffer> = saying({ type: 'string', contentEncoding: 'base64' }, (value, label) => {
  const bytes = decodeBase64(text()(value, label))
  if (!bytes || bytes.length === 0) throw broken(label, 'must be a valid base64 string')
  return bytes
})

const oneFile = object({
  name: required(fileName),
  url: optional(address),
  data: optional(base64),
  type: optional(text(64)),
})

/** A file by its bytes or by its URL, which exclude each other; measured like the texts of §6. */
const givenFile: Rule<GivenFile> = saying(schemaOf(oneFile), (value, label) => {
  const { name, url, data, type } = oneFile(value, label)
  const file = {
    name: cleanFileName(name),
    contentType: fileTypes.get(ending(name)) ?? 'application/octet-stream',
    paper: papers.find((each) => each === type) ?? 'other',
  }
  if (url !== undefined && data !== undefined)
    throw broken('value', 'contains a conflict between exclusive peers [url, data]')
  if (url !== undefined) return { ...file, content: { url } }
  if (data !== undefined) return { ...file, content: { bytes: data } }
  throw broken('value', 'must contain at least one of [url, data]')
})

/** POST case/files (§10.2) */
export const givenFiles = object({ guid: required(guid), files: required(array(givenFile, 50)) })
