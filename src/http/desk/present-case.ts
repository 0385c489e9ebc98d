import type { Actor } from '../../domain/actor.ts'
import type { Millis } from '../../domain/case.ts'
import { allFieldsIn } from '../../domain/custom-module.ts'
import type { Attachment } from '../../domain/file.ts'
import type { Message } from '../../domain/message.ts'
import { isStaff } from '../../domain/permission.ts'
import { previewOf } from '../../usecases/cases/preview-cases.ts'
import type { CaseFile } from '../../usecases/cases/read-case.ts'
import { presentFieldValues } from './field-values.ts'
import { bothForms, fileRef, iso, isoOrNull, lookupRef, personOrNull, presentSummary } from './present.ts'
import type { CaseDetail, CaseMessage } from './schema.ts'

/** @returns the whole case as the viewer sees it; facts that only staff need stay out of other people's view */
export function presentCase(viewer: Actor, file: CaseFile, now: Millis): CaseDetail {
  const { of, catalog, people } = file
  const staff = isStaff(viewer)
  const resolution = of.resolution && bothForms(of.resolution.content, 'html')
  return {
    ...presentSummary(viewer, of, previewOf(of, file.messages, catalog), file, now),
    ...bothForms(of.description, of.descriptionFormat),
    files: file.attachments.filter((each) => each.messageId === null).map((each) => fileRef(each.file)),
    messages: file.messages.map((message) => presentMessage(message, file.attachments)),
    category: lookupRef(catalog, 'category', of.category),
    subcategory: lookupRef(catalog, 'subcategory', of.subcategory),
    item: lookupRef(catalog, 'item', of.item),
    urgency: lookupRef(catalog, 'urgency', of.urgency),
    impact: lookupRef(catalog, 'impact', of.impact),
    level: lookupRef(catalog, 'level', of.level),
    mode: lookupRef(catalog, 'mode', of.mode),
    requestType: lookupRef(catalog, 'request_type', of.request_type),
    source: lookupRef(catalog, 'source', of.source),
    createdBy: personOrNull(viewer, people, of.createdById),
    externalId: of.externalId,
    callbackUrl: staff ? of.callbackUrl : null,
    closure: of.closure && {
      code: lookupRef(catalog, 'closure_code', of.closure.codeId),
      comments: of.closure.comments,
      requesterAcknowledged: of.closure.requesterAcknowledged,
      requesterComments: of.closure.requesterComments,
    },
    resolution:
      of.resolution && resolution
        ? {
            ...resolution,
            by: personOrNull(viewer, people, of.resolution.byId),
            at: iso(of.resolution.at),
          }
        : null,
    fields: staff ? presentFieldValues(allFieldsIn(catalog, null), of.fields, file.names) : {},
    details: staff ? { ...of.details } : {},
    acceptedAt: isoOrNull(of.acceptedAt),
    respondedAt: isoOrNull(of.respondedAt),
    resolvedAt: isoOrNull(of.resolvedAt),
    completedAt: isoOrNull(of.completedAt),
    reopened: of.reopened,
    version: of.version,
  }
}

/** @returns a message with the files that belong to it */
export function presentMessage(message: Message, attachments: readonly Attachment[]): CaseMessage {
  return {
    id: message.id,
    guid: message.guid,
    form: message.form,
    side: message.side,
    internal: message.internal,
    author: { id: message.authorId, name: message.authorName },
    wire: message.wire,
    type: message.type,
    ...bothForms(message.body ?? '', message.bodyFormat),
    files: attachments.filter((each) => each.messageId === message.id).map((each) => fileRef(each.file)),
    parentId: message.parentId,
    externalId: message.externalId,
    createdAt: iso(message.createdAt),
    declaredAt: iso(message.declaredAt),
    confirmedAt: isoOrNull(message.confirmedAt),
    editedAt: message.updatedById === null ? null : iso(message.updatedAt),
  }
}
