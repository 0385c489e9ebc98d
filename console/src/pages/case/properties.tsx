import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { named } from '../../api/change-case.ts'
import { catalogQuery } from '../../api/queries.ts'
import type { CaseDetail } from '../../api/types.ts'
import { Avatar, Overdue, PriorityIcon, StatusName, WireBadge } from '../../parts/badges.tsx'
import { Time } from '../../parts/time.tsx'
import { type TextKey, t } from '../../text/text.ts'
import { CustomFields } from './custom-fields.tsx'
import { Facts, PersonFact } from './facts.tsx'
import { statusesOf } from './phases.ts'
import { priorityOptions, statusOptions, useAssignees } from './property-options.tsx'
import { PropertyPicker } from './property-picker.tsx'
import type { CaseActions } from './use-case-actions.ts'

interface Props {
  readonly of: CaseDetail
  readonly actions: CaseActions
  /** The field whose list is open, by a key. */
  readonly picking: string | null
  readonly onPicking: (field: string | null) => void
}

/** What is known about a case; the upper part can be changed in place. */
export function Properties({ of, actions, picking, onPicking }: Props) {
  const { data: catalog } = useQuery(catalogQuery)
  const assignees = useAssignees()
  const open = (field: string) => ({
    isOpen: picking === field,
    onOpenChange: (isOpen: boolean) => onPicking(isOpen ? field : null),
  })
  const said = (field: TextKey, value: string | undefined) =>
    t('case.changed', { field: t(field), value: value ?? t('case.tookNone') })
  const lookup = (kind: 'group' | 'category', value: CaseDetail['group'], key: 'groupId' | 'categoryId') => (
    <Row label={`field.${kind}`}>
      <PropertyPicker
        label={t(`field.${kind}`)}
        options={catalog?.kinds[kind] ?? []}
        chosen={value ? [value.id] : []}
        canClear
        onChoose={([id = null]) => {
          const next = named(catalog, kind, id === null ? null : Number(id))
          actions.change({ [key]: next?.id ?? null }, { [kind]: next }, said(`field.${kind}`, next?.name))
        }}
      >
        {value ? <span className="truncate">{value.name}</span> : <Unset />}
      </PropertyPicker>
    </Row>
  )
  return (
    <div className="flex flex-col gap-px px-3 py-3">
      <Row label="field.status">
        <PropertyPicker
          label={t('field.status')}
          options={statusOptions(catalog)}
          chosen={[of.status.id]}
          {...open('status')}
          onChoose={([id]) => {
            const status = statusesOf(catalog).find((one) => one.id === id)
            if (status) actions.change({ status: status.id }, { status }, said('field.status', status.name))
          }}
        >
          <StatusName status={of.status} />
        </PropertyPicker>
      </Row>
      <Row label="field.priority">
        <PropertyPicker
          label={t('field.priority')}
          options={priorityOptions(catalog)}
          chosen={of.priority ? [of.priority.id] : []}
          canClear
          {...open('priority')}
          onChoose={([id = null]) => {
            const found = named(catalog, 'priority', id === null ? null : Number(id))
            const rank = (catalog?.kinds.priority?.findIndex((one) => one.id === id) ?? 0) + 1
            const priority = found && { ...found, color: null, rank }
            actions.change({ priority: found?.id ?? null }, { priority }, said('field.priority', found?.name))
          }}
        >
          {of.priority ? (
            <>
              <PriorityIcon priority={of.priority} />
              <span className="truncate">{of.priority.name}</span>
            </>
          ) : (
            <Unset />
          )}
        </PropertyPicker>
      </Row>
      <Row label="field.assignee">
        <PropertyPicker
          label={t('field.assignee')}
          options={assignees.options}
          chosen={of.assignee ? [of.assignee.id] : []}
          canClear
          {...open('assignee')}
          onChoose={([id = null]) => {
            const assignee = assignees.people.find((rep) => rep.id === id) ?? null
            actions.change(
              { assigneeId: assignee?.id ?? null },
              { assignee },
              said('field.assignee', assignee?.name),
            )
          }}
        >
          {of.assignee ? (
            <>
              <Avatar person={of.assignee} small />
              <span className="truncate">{of.assignee.name}</span>
            </>
          ) : (
            <Unset text={t('field.nobody')} />
          )}
        </PropertyPicker>
      </Row>
      {lookup('group', of.group, 'groupId')}
      {lookup('category', of.category, 'categoryId')}
      <Row label="field.tags">
        <PropertyPicker
          label={t('field.tags')}
          many
          options={catalog?.kinds.tag ?? []}
          chosen={of.tags.map((tag) => tag.id)}
          {...open('tags')}
          onChoose={(ids) => {
            const tags = ids.flatMap((id) => named(catalog, 'tag', Number(id)) ?? [])
            const names = tags.map((tag) => tag.name).join(', ')
            actions.change(
              { tagIds: tags.map((tag) => tag.id) },
              { tags },
              said('field.tags', names || undefined),
            )
          }}
        >
          {of.tags.length > 0 ? <Tags of={of} /> : <Unset />}
        </PropertyPicker>
      </Row>
      <CustomFields of={of} actions={actions} />
      <Facts title={t('field.people')}>
        <PersonFact label={t('field.requester')} person={of.requester} />
        {of.partner && <Fact label="field.partner">{of.partner.name}</Fact>}
        {of.provider && <Fact label="field.provider">{of.provider.name}</Fact>}
        {of.createdBy && of.createdBy.id !== of.requester.id && (
          <Fact label="field.createdBy">{of.createdBy.name}</Fact>
        )}
      </Facts>
      <Facts title={t('field.dates')}>
        <DateFact label="field.created" at={of.createdAt} />
        <DateFact label="field.updated" at={of.updatedAt} />
        {of.dueAt !== null && (
          <Fact label="field.due">
            <span className="flex items-center gap-1">
              {of.overdue && <Overdue />}
              <Time at={of.dueAt} />
            </span>
          </Fact>
        )}
        <DateFact label="field.accepted" at={of.acceptedAt} />
        <DateFact label="field.responded" at={of.respondedAt} />
        <DateFact label="field.resolved" at={of.resolvedAt} />
      </Facts>
      <Facts title={t('field.origin')}>
        <Fact label="field.wire">
          <WireBadge wire={of.wire} />
        </Fact>
        {of.externalId !== null && (
          <Fact label="field.externalId">
            <span className="select-all break-all">{of.externalId}</span>
          </Fact>
        )}
        {(['source', 'mode', 'requestType', 'level', 'urgency', 'impact'] as const).map((name) => {
          const value = of[name]
          return value ? (
            <Fact key={name} label={`field.${name}`}>
              {value.name}
            </Fact>
          ) : null
        })}
      </Facts>
    </div>
  )
}

function Row({ label, children }: { label: TextKey; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center">
      <span className="px-2 text-text-3 text-xs">{t(label)}</span>
      {children}
    </div>
  )
}

function Fact({ label, children }: { label: TextKey; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-baseline py-1 text-sm">
      <dt className="px-2 text-text-3 text-xs">{t(label)}</dt>
      <dd className="min-w-0 break-words px-2">{children}</dd>
    </div>
  )
}

function DateFact({ label, at }: { label: TextKey; at: string | null }) {
  if (at === null) return null
  return (
    <Fact label={label}>
      <Time at={at} />
    </Fact>
  )
}

function Unset({ text = t('field.unset') }: { text?: string }) {
  return <span className="text-text-3">{text}</span>
}

function Tags({ of }: { of: CaseDetail }) {
  return (
    <span className="flex min-w-0 flex-wrap gap-1 py-1">
      {of.tags.map((tag) => (
        <span key={tag.id} className="rounded-sm bg-surface-3 px-1.5 py-0.5 text-xs">
          {tag.name}
        </span>
      ))}
    </span>
  )
}
