import { useQuery } from '@tanstack/react-query'
import { Paperclip } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { FileTrigger } from 'react-aria-components'
import { type Audience, changeDraft, draftOf, drafts } from '../../api/drafts.ts'
import { hurry, post } from '../../api/outbox.ts'
import { catalogQuery } from '../../api/queries.ts'
import type { CaseDetail } from '../../api/types.ts'
import { IconButton } from '../../parts/button.tsx'
import { classes } from '../../parts/classes.ts'
import { useKeys } from '../../parts/keys.ts'
import { useSession } from '../../parts/session.ts'
import { useStore } from '../../parts/use-store.ts'
import { t } from '../../text/text.ts'
import { Attachments } from './attachments.tsx'
import { AudienceChoice, audienceLook, audiencesOf, readers } from './audience.tsx'
import { statusOf } from './phases.ts'
import { SendButtons, type SendThen } from './send-buttons.tsx'
import { announce } from './sent-toast.ts'
import { useUploads } from './use-uploads.ts'

/** Where one writes to a case. It always says who will read it; what is written is kept until it is sent. */
export function Composer({ of }: { of: CaseDetail }) {
  const { number } = of
  const { may } = useSession()
  const { data: catalog } = useQuery(catalogQuery)
  useStore(drafts)
  const draft = draftOf(number)
  const field = useRef<HTMLTextAreaElement>(null)
  const audiences = audiencesOf(of, may)
  const audience = audiences.find((one) => one === draft.audience) ?? audiences[0]
  const { uploading, begin } = useUploads((file) =>
    changeDraft(number, { files: [...draftOf(number).files, file] }),
  )
  const write = (to: Audience) => {
    if (audiences.includes(to)) changeDraft(number, { audience: to })
    field.current?.focus()
  }
  useKeys({ r: () => write('customer'), n: () => write('internal'), p: () => write('party') })
  if (audience === undefined || of.trashed) return null

  const canSend = draft.text.trim() !== '' && uploading.length === 0
  const submit = (then: SendThen) => {
    if (!canSend) return
    const status = then === null ? undefined : statusOf(catalog, then)
    const key = post({
      number,
      audience,
      text: draft.text.trim(),
      files: draft.files,
      ...(status ? { status: status.id } : {}),
    })
    changeDraft(number, { text: '', files: [] })
    announce(key, of, audience)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') field.current?.blur()
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    // The same key once more: what waits to be taken back leaves at once.
    if (draft.text === '') return hurry(number)
    submit(event.shiftKey ? 'resolved' : event.altKey ? 'waiting' : null)
  }
  const { icon: Icon, box, words } = audienceLook[audience]
  const name = readers(of, audience)
  return (
    <section aria-label={t('composer.label')} className="px-5 pt-1 pb-4 max-md:px-2 max-md:pb-2">
      <div className={classes('mx-auto max-w-3xl rounded-lg border transition-colors', box)}>
        <div className="flex flex-wrap items-center justify-between gap-x-3 px-1.5 pt-1.5">
          <AudienceChoice audiences={audiences} audience={audience} onChange={write} />
          <span id="readers" className={classes('flex items-center gap-1.5 px-1.5 text-xs', words)}>
            <Icon size={13} aria-hidden />
            {t(`composer.readBy.${audience}`, { name })}
          </span>
        </div>
        <textarea
          ref={field}
          aria-label={t(`composer.place.${audience}`, { name })}
          aria-describedby="readers"
          placeholder={t(`composer.place.${audience}`, { name })}
          value={draft.text}
          onChange={(event) => changeDraft(number, { text: event.target.value, audience })}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            if (event.clipboardData.files.length === 0) return
            event.preventDefault()
            begin(event.clipboardData.files)
          }}
          className="scroll field-sizing-content block max-h-[38vh] min-h-16 w-full resize-none bg-transparent px-3.5 py-2 leading-normal outline-none max-md:text-lg"
        />
        <Attachments
          files={draft.files}
          uploading={uploading}
          onRemove={(file) => changeDraft(number, { files: draft.files.filter((one) => one.id !== file.id) })}
        />
        <div className="flex items-center gap-2 px-2 pb-2">
          <FileTrigger allowsMultiple onSelect={(files) => files && begin(files)}>
            <IconButton label={t('composer.attach')}>
              <Paperclip size={15} aria-hidden />
            </IconButton>
          </FileTrigger>
          <span className="mr-auto text-text-3 text-xs max-md:hidden" role="status">
            {uploading.length > 0 ? t('composer.wait') : draft.text !== '' && t('composer.kept')}
          </span>
          <SendButtons audience={audience} canSend={canSend} mayResolve={may('case.close')} onSend={submit} />
        </div>
      </div>
    </section>
  )
}
