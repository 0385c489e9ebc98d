import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Paperclip } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { TextField as AriaTextField, FileTrigger, Form, Label, TextArea } from 'react-aria-components'
import { send } from '../../api/client.ts'
import { complaintAbout, explain } from '../../api/explain.ts'
import { catalogQuery, fieldsQuery, queries } from '../../api/queries.ts'
import { keep, kept } from '../../api/store.ts'
import type { CaseDetail, CaseOpen, FileRef } from '../../api/types.ts'
import { Button } from '../../parts/button.tsx'
import { FieldName } from '../../parts/custom/field-name.tsx'
import { placeOf } from '../../parts/custom/values.ts'
import { inputLook, TextField } from '../../parts/fields.tsx'
import { toast } from '../../parts/toasts.ts'
import { t } from '../../text/text.ts'
import { Attachments } from '../case/attachments.tsx'
import { priorityOptions, useAssignees } from '../case/property-options.tsx'
import { PropertyPicker } from '../case/property-picker.tsx'
import { useUploads } from '../case/use-uploads.ts'
import { FieldInputs, type GivenFields, givenValues, withoutSecrets } from './field-inputs.tsx'

interface Words {
  readonly subject: string
  readonly text: string
  readonly email: string
  readonly name: string
}
const place = 'caseloom.draft.new'
const fieldsPlace = 'caseloom.draft.new.fields'
const nothing: Words = { subject: '', text: '', email: '', name: '' }
const isWords = (value: unknown): value is Words =>
  typeof value === 'object' && value !== null && Object.keys(nothing).every((name) => name in value)
const isGiven = (value: unknown): value is GivenFields => typeof value === 'object' && value !== null

/** Opens a case for somebody else, or in one's own name. What is typed is kept until the case is open. */
export function NewCasePage() {
  const navigate = useNavigate()
  const [words, setWords] = useState(() => kept(place, nothing, isWords))
  const [given, setGiven] = useState<GivenFields>(() => kept(fieldsPlace, {}, isGiven))
  const [files, setFiles] = useState<readonly FileRef[]>([])
  const [priority, setPriority] = useState<number | null>(null)
  const [assignee, setAssignee] = useState<number | null>(null)
  const [key] = useState(() => crypto.randomUUID())
  const { uploading, begin } = useUploads((file) => setFiles((all) => [...all, file]))
  const { data: catalog } = useQuery(catalogQuery)
  const { data: fields = [] } = useQuery(fieldsQuery)
  const assignees = useAssignees()
  const set = (change: Partial<Words>) => {
    const next = { ...words, ...change }
    setWords(next)
    keep(place, next)
  }
  const setField = (name: string, value: unknown) => {
    const next = { ...given, [name]: value }
    setGiven(next)
    keep(fieldsPlace, withoutSecrets(fields, next))
  }
  const opening = useMutation({
    mutationFn: () => {
      const values = givenValues(fields, given)
      const body: CaseOpen = {
        subject: words.subject.trim(),
        text: words.text.trim(),
        ...(words.email.trim() === ''
          ? {}
          : {
              requester: {
                email: words.email.trim(),
                ...(words.name.trim() ? { name: words.name.trim() } : {}),
              },
            }),
        ...(files.length > 0 ? { fileIds: files.map((file) => file.id) } : {}),
        ...(priority === null ? {} : { priority }),
        ...(assignee === null ? {} : { assigneeId: assignee }),
        ...(Object.keys(values).length > 0 ? { fields: values } : {}),
      }
      return send<CaseDetail>('POST', '/cases', body, { idempotencyKey: key })
    },
    onSuccess: (made) => {
      keep(place, null)
      keep(fieldsPlace, null)
      void queries.invalidateQueries({ queryKey: ['cases'] })
      void queries.invalidateQueries({ queryKey: ['views'] })
      toast({ text: t('newCase.created', { number: String(made.number) }) })
      void navigate({ to: '/cases/$number', params: { number: made.number }, search: {} })
    },
    // Perhaps a field was added or changed after this page was opened.
    onError: () => queries.invalidateQueries({ queryKey: fieldsQuery.queryKey }),
  })
  const complaints = Object.fromEntries(
    fields.flatMap((field) => {
      const complaint = complaintAbout(opening.error, placeOf(field))
      return complaint === undefined ? [] : [[placeOf(field), complaint]]
    }),
  )
  const form = useRef<HTMLFormElement>(null)
  const refused = Object.keys(complaints).join(' ')
  useEffect(() => {
    const [first] = refused === '' ? [] : refused.split(' ')
    const control = first === undefined ? undefined : form.current?.elements.namedItem(first)
    // A picker's own control is hidden; its button stands beside it.
    if (control instanceof HTMLSelectElement) {
      control.closest('[data-invalid]')?.querySelector('button')?.focus()
    } else if (control instanceof HTMLElement) control.focus()
  }, [refused])
  const chosenPriority = priorityOptions(catalog).find((one) => one.id === priority)
  const chosenAssignee = assignees.options.find((one) => one.id === assignee)
  return (
    <div className="scroll h-full bg-surface-1">
      <Form
        ref={form}
        validationErrors={complaints}
        className="mx-auto flex max-w-2xl flex-col gap-4 px-6 py-8 max-md:px-4 max-md:py-5"
        onSubmit={(event) => {
          event.preventDefault()
          opening.mutate()
        }}
      >
        <div>
          <h1 className="font-semibold text-xl">{t('newCase.title')}</h1>
          <p className="mt-1 text-text-3">{t('newCase.intro')}</p>
        </div>
        <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
          <TextField
            label={t('newCase.requester')}
            help={t('newCase.requesterHelp')}
            type="email"
            autoFocus
            value={words.email}
            onChange={(email) => set({ email })}
          />
          <TextField
            label={t('newCase.requesterName')}
            value={words.name}
            onChange={(name) => set({ name })}
          />
        </div>
        <TextField
          label={<FieldName name={t('case.subject')} mandatory encrypted={false} />}
          isRequired
          maxLength={500}
          value={words.subject}
          onChange={(subject) => set({ subject })}
        />
        <AriaTextField
          isRequired
          value={words.text}
          onChange={(text) => set({ text })}
          className="flex flex-col gap-1"
        >
          <Label className="font-medium text-sm">
            <FieldName name={t('newCase.text')} mandatory encrypted={false} />
          </Label>
          <TextArea
            className={`${inputLook} field-sizing-content max-h-96 min-h-40 py-2 leading-normal max-md:text-lg`}
          />
        </AriaTextField>
        <FieldInputs fields={fields} given={given} onChange={setField} />
        <div className="-mx-3">
          <Attachments
            files={files}
            uploading={uploading}
            onRemove={(file) => setFiles((all) => all.filter((one) => one.id !== file.id))}
          />
        </div>
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <FileTrigger allowsMultiple onSelect={(chosen) => chosen && begin(chosen)}>
            <Button>
              <Paperclip size={14} aria-hidden />
              {t('composer.attach')}
            </Button>
          </FileTrigger>
          <div className="rounded-md border border-line">
            <PropertyPicker
              label={t('field.priority')}
              options={priorityOptions(catalog)}
              chosen={priority === null ? [] : [priority]}
              canClear
              onChoose={([id]) => setPriority(id === undefined ? null : Number(id))}
            >
              {chosenPriority?.icon}
              {chosenPriority?.name ?? t('field.choose', { field: t('field.priority') })}
            </PropertyPicker>
          </div>
          <div className="rounded-md border border-line">
            <PropertyPicker
              label={t('field.assignee')}
              options={assignees.options}
              chosen={assignee === null ? [] : [assignee]}
              canClear
              onChoose={([id]) => setAssignee(id === undefined ? null : Number(id))}
            >
              {chosenAssignee?.icon}
              {chosenAssignee?.name ?? t('field.choose', { field: t('field.assignee') })}
            </PropertyPicker>
          </div>
        </div>
        {opening.isError && (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger-text text-sm">
            {t('settings.notDone', { why: explain(opening.error) })}
          </p>
        )}
        <div>
          <Button
            type="submit"
            tone="primary"
            className="h-9 px-5"
            isDisabled={opening.isPending || uploading.length > 0}
          >
            {t('newCase.create')}
          </Button>
        </div>
      </Form>
    </div>
  )
}
