import { ImageOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { t } from '../text/text.ts'
import { Button } from './button.tsx'

/** What a sender may decide about the look; colours would be unreadable in the reader's other theme. */
const looks = ['text-align', 'font-weight', 'font-style', 'text-decoration']

/**
 * Shows the HTML of a message: the only place of the console where markup from outside becomes part of the page. It is
 * safe because the server has parsed it and rebuilt it from an allow-list without anything that can run or load
 * (threat model §3), because a document made by `DOMParser` never runs scripts, and because the page's
 * Content-Security-Policy would refuse them once more. Remote images load when the reader asks, and not before.
 */
export function RichText({ html }: { html: string }) {
  const place = useRef<HTMLDivElement>(null)
  const [remote, setRemote] = useState(0)
  useEffect(() => {
    const parsed = new DOMParser().parseFromString(withoutStyles(html), 'text/html')
    for (const element of parsed.body.querySelectorAll<HTMLElement>('[data-look]')) applyLook(element)
    setRemote(parsed.body.querySelectorAll('img[data-remote-src]').length)
    place.current?.replaceChildren(...parsed.body.childNodes)
  }, [html])
  const showImages = () => {
    for (const image of place.current?.querySelectorAll<HTMLImageElement>('img[data-remote-src]') ?? []) {
      image.referrerPolicy = 'no-referrer'
      image.src = image.dataset.remoteSrc ?? ''
    }
    setRemote(0)
  }
  return (
    <>
      {remote > 0 && (
        <div className="mb-2 flex items-center gap-2 text-text-3 text-xs">
          <ImageOff size={14} aria-hidden />
          {t('message.remoteImages', { n: remote })}
          <Button tone="quiet" className="h-7 px-2 text-accent-text text-xs" onPress={showImages}>
            {t('message.showImages')}
          </Button>
        </div>
      )}
      <div ref={place} className="prose" />
    </>
  )
}

/**
 * Puts `style` attributes aside, because the policy refuses them already while they are parsed. In what the server
 * writes, angle brackets and quotes that are text are always escaped, so these patterns meet tags and attributes only.
 */
function withoutStyles(html: string): string {
  return html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(' style="', ' data-look="'))
}

/** Applies the few harmless looks to the element itself, which the policy allows. */
function applyLook(element: HTMLElement): void {
  const declared = new Map(
    (element.dataset.look ?? '').split(';').map((one): [string, string] => {
      const [name = '', value = ''] = one.split(':')
      return [name.trim(), value.trim()]
    }),
  )
  delete element.dataset.look
  for (const look of looks) {
    const value = declared.get(look)
    if (value) element.style.setProperty(look, value)
  }
}
