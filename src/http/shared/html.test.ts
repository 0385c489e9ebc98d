import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanHtml, excerpt, htmlToText, textToHtml } from './html.ts'

const kept: [name: string, html: string][] = [
  ['paragraphs and breaks', '<p>a<br />b</p><div>c <span>d</span></div><hr />'],
  ['emphasis', '<b>b</b><i>i</i><u>u</u><s>s</s><strong>x</strong><em>y</em><sub>1</sub><sup>2</sup>'],
  ['headings', '<h1>1</h1><h2>2</h2><h3>3</h3><h4>4</h4><h5>5</h5><h6>6</h6>'],
  ['lists', '<ul><li>a</li><li>b<ol start="3"><li>c</li></ol></li></ul>'],
  [
    'tables',
    '<table><thead><tr><th colspan="2">h</th></tr></thead><tbody><tr><td>a</td><td align="right">b</td></tr></tbody></table>',
  ],
  ['quotes and code', '<blockquote>q</blockquote><pre>  a\n  b</pre><code>c</code>'],
  ['styles', '<span style="color:#ff0000;background-color:yellow;font-weight:bold">x</span>'],
  ['special characters', '<p>1 &lt; 2 &amp; 3 €😀</p>'],
  ['our inline images', '<img alt="x" width="10" height="20" src="att:31" /><img src="cid:a@b.c" />'],
  ['direction and language', '<p dir="rtl" lang="ar">x</p>'],
]
for (const [name, html] of kept) {
  test(`clean: ${name} survive unchanged`, () => assert.equal(cleanHtml(html), html))
}

const rel = 'target="_blank" rel="noopener noreferrer nofollow"'
const changed: [name: string, html: string, expected: string][] = [
  [
    'links open apart',
    '<a href="https://a.example/?x=1&y=2">x</a>',
    `<a href="https://a.example/?x=1&amp;y=2" ${rel}>x</a>`,
  ],
  [
    'mail links',
    '<a href="mailto:a@b.c" target="x" rel="opener">x</a>',
    `<a href="mailto:a@b.c" ${rel}>x</a>`,
  ],
  ['telephone links', '<a href=" tel:+431 ">x</a>', `<a href="tel:+431" ${rel}>x</a>`],
  [
    'relative links lose their target',
    '<a href="/logout">x</a><a href="//e.x">y</a><a href="#z">z</a>',
    '<a>x</a><a>y</a><a>z</a>',
  ],
  [
    'remote images wait',
    '<img src="http://t.example/p.gif" alt="p">',
    '<img alt="p" data-remote-src="http://t.example/p.gif" />',
  ],
  ['embedded images go', '<img src="data:image/png;base64,AAAA">', '<img />'],
  [
    'id, name and class go',
    '<p id="a" name="b" class="fixed inset-0" data-x="1" x-on:click="1" @click="1" v-html="1">x</p>',
    '<p>x</p>',
  ],
  [
    'overlays and background fetches go',
    '<div style="position:fixed;top:0;background:url(http://x);color:red">x</div>',
    '<div style="color:red">x</div>',
  ],
  [
    'form controls go, their text stays',
    '<form action="/x"><label>a</label><input name="b"><button>c</button></form>',
    'ac',
  ],
  [
    'old mail formatting is kept',
    '<center><font color="red" face="x">a</font></center>',
    '<div style="text-align:center"><span style="color:red">a</span></div>',
  ],
  ['open elements are closed', '<p><b>a', '<p><b>a</b></p>'],
  [
    'style sheets and titles leave no text',
    '<html><head><title>t</title><style>p{}</style></head><body>x</body></html>',
    'x',
  ],
]
for (const [name, html, expected] of changed) {
  test(`clean: ${name}`, () => assert.equal(cleanHtml(html), expected))
}

const vectors = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//e.x/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<script/src=data:,alert(1)>',
  '<img src=x onerror=alert(1)>',
  '<img src="x"onerror=alert(1)//">',
  '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
  '<img src=javascript:alert(1)>',
  '<img src="jav&#x09;ascript:alert(1)">',
  '<img src=att:1 onload=alert(1)>',
  '<img src="att:x&quot; onerror=&quot;alert(1)">',
  '<img srcset="x 1x, http://e.x 2x">',
  '<img data-remote-src="javascript:alert(1)">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href=" &#14; javascript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="java\0script:alert(1)">x</a>',
  '<a href="javascript&colon;alert(1)">x</a>',
  '<a href="&#106&#97&#118&#97script:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="blob:https://x/1">x</a>',
  '<a href="file:///etc/passwd">x</a>',
  '<a href="https://x" ping="https://e.x" onclick="alert(1)">x</a>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x><text>x</text></a>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math href="javascript:alert(1)">x</math>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"><img src=x onerror=alert(1)></iframe>',
  '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  '<base href="https://e.x/"><link rel=stylesheet href=//e.x><meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
  '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>x</details>',
  '<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>',
  '<body onload=alert(1) background="javascript:alert(1)">',
  '<table background="javascript:alert(1)"><td background="http://e.x">x</table>',
  '<div style="background:url(javascript:alert(1))">x</div>',
  '<div style="color:expression(alert(1))">x</div>',
  '<div style="color:red;behavior:url(x);-moz-binding:url(x)">x</div>',
  '<style>@import "http://e.x";</style><style><img src="</style><img src=x onerror=alert(1)>">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
  '<textarea><p title="</textarea><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
  '<!--><script>alert(1)</script>-->',
  '<!--[if IE]><script>alert(1)</script><![endif]-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><?php echo 1 ?><script>alert(1)</script>',
  '<p title="`onmouseover=alert(1)">x</p>',
  "<p title='\"><script>alert(1)</script>'>x</p>",
  '<plaintext><script>alert(1)</script>',
  '<select><style></select><img src=x onerror=alert(1)></style>',
  '<a/onclick=alert(1)/href=https://x>x</a>',
  '<div is="x-y" slot=z part=q contenteditable>x</div>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
]

/** Every tag and attribute that may occur in clean HTML. */
const ALLOWED_TAG =
  /^<\/?(?:p|br|hr|div|span|a|img|b|strong|i|em|u|s|del|ins|sub|sup|small|mark|code|pre|kbd|samp|blockquote|h[1-6]|ul|ol|li|dl|dt|dd|table|caption|colgroup|col|thead|tbody|tfoot|tr|th|td|abbr|cite|q)(?: (?:title|dir|lang|style|align|href|target|rel|src|data-remote-src|alt|width|height|start|type|value|colspan|rowspan)="[^"<>]*")*(?: \/)?>$/

function assertHarmless(html: string): void {
  const clean = cleanHtml(html)
  assert.equal(cleanHtml(clean), clean, `not settled: ${html}`)
  for (let at = clean.indexOf('<'); at >= 0; at = clean.indexOf('<', at + 1)) {
    const tag = clean.slice(at, clean.indexOf('>', at) + 1)
    assert.match(tag, ALLOWED_TAG, `from ${html}`)
    for (const [, name, value = ''] of tag.matchAll(/ (href|src|data-remote-src)="([^"]*)"/g)) {
      const scheme =
        name === 'href' ? /^(?:https?|mailto|tel):/i : name === 'src' ? /^(?:att|cid):/i : /^https?:/i
      assert.match(value, scheme, `from ${html}`)
    }
    for (const [, value = ''] of tag.matchAll(/ style="([^"]*)"/g))
      assert.doesNotMatch(value, /url|expression|position|\(.*[a-z].*\)/i)
  }
}

for (const vector of vectors) {
  test(`clean: nothing runs from ${JSON.stringify(vector)}`, () => {
    assertHarmless(vector)
    assertHarmless(`<p>before ${vector} after</p>`)
  })
}

test('clean: random tag soup is harmless and settles', () => {
  const pieces = (
    '<p> </p> <div> </div> <b> </b> <a| href="https://x"> <a| href=javascript:x> </a> <table> <tr> <td> </table> <li> <ul> </ul> <form> </form> ' +
    '<script> </script> <style> </style> <svg> </svg> <math> <title> </title> <noscript> </noscript> <select> <option> </select> <textarea> </textarea> ' +
    '<!-- --> <![CDATA[ ]]> <img| src=x| onerror=y> <img| src="att:1"> <font> </font> <center> <h1> </h1> <br> </br> <pre> </pre> < > " \' = & &lt; &amp; &#60; ' +
    'text <span| style="color:red"> </span> <p| title="<b>"> <x:y> </x:y> <iframe> </iframe> <template> </template> <dd> <dt> <button> </button> <body> <html> \0 \ud800 <xmp> </xmp>'
  )
    .split(' ')
    .map((piece) => piece.replaceAll('|', ' '))
  // A fixed sequence, so that a failure can be repeated.
  let seed = 20_260_101
  const next = (bound: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((seed / 2 ** 32) * bound)
  }
  for (let round = 0; round < 3000; round++) {
    let soup = ''
    for (let count = next(14); count >= 0; count--) soup += pieces[next(pieces.length)] ?? ''
    assertHarmless(soup)
    assert.equal(typeof htmlToText(soup), 'string')
  }
})

test('clean: HTML too deep for a parser becomes text', () => {
  const clean = cleanHtml(`${'<div>'.repeat(2000)}a &lt; b<br>c${'</div>'.repeat(2000)}`)
  assert.equal(clean, '<pre>a &lt; b c</pre>')
})

const megabyte = 1024 * 1024
const hostile = [
  '<',
  '<b>',
  '</b>',
  '<b></b>',
  '<p>',
  '<p><x>',
  '<table><tr><td>',
  '<a href="',
  '<img ',
  '<!--',
  '&',
  '&lt;',
  '<div style="a:',
  '<div style=";',
  '<noscript>',
  '<iframe>',
  '<xmp>',
  '<p><form><div></div></form></p>',
  '<a href="https://x">x</a>',
  '<pre>',
  ' ',
  '\n',
  '\u00a0',
  '<br>',
  '<li>',
  '"',
  '<b a',
  '<![CDATA[',
]
for (const piece of hostile) {
  test(`clean and text: a megabyte of ${JSON.stringify(piece)} comes to an end`, () => {
    const html = piece.repeat(Math.floor(megabyte / piece.length))
    assert.equal(typeof cleanHtml(html), 'string')
    assert.equal(typeof htmlToText(html), 'string')
  })
}

test('clean: one attribute of a megabyte comes to an end', () => {
  for (const inner of [' ', ';', 'color:red;', '\t', 'a', '/', ':', '(']) {
    const value = inner.repeat(megabyte / inner.length)
    cleanHtml(`<a href="https://x${value}y" style="${value}" title="${value}"><img src="${value}">x</a>`)
  }
})

const texts: [html: string, expected: string][] = [
  ['', ''],
  ['a  b\n c', 'a b c'],
  ['<p>a</p><p>b</p>', 'a\n\nb'],
  ['<div>a</div><div>b</div>', 'a\nb'],
  ['a<br>b<br><br>c', 'a\nb\n\nc'],
  ['<ul>\n <li>a</li>\n <li><p>b</p></li>\n</ul>c', '- a\n- b\nc'],
  ['<ol><li>a<ul><li>b</li></ul></li></ol>', '- a\n- b'],
  ['<a href="https://x.example/y">see</a> it', 'see (https://x.example/y) it'],
  ['<a href="https://x.example/">https://x.example</a>', 'https://x.example'],
  ['<a href="mailto:a@b.c">a@b.c</a>', 'a@b.c'],
  ['<a href="javascript:alert(1)">x</a>', 'x'],
  ['<a href="https://x.example/?a=1&amp;b=2">x</a>', 'x (https://x.example/?a=1&b=2)'],
  ['&lt;b&gt; &amp;amp; &euro; &#128512; &nbsp;x', '<b> &amp; € 😀  x'],
  ['<style>p{}</style><script>x()</script><title>t</title>a<!-- c -->', 'a'],
  ['<pre>  a\n    b</pre>c', 'a\n    b\nc'],
  ['x<pre>  a\n    b</pre>c', 'x\n  a\n    b\nc'],
  ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>', 'a b\nc d'],
  ['<b>a</b>b <i> c</i>', 'ab c'],
  ['1 < 2 > 0', '1 < 2 > 0'],
  ['<p>a<img src="att:1" alt="x"></p>', 'a'],
]
for (const [html, expected] of texts) {
  test(`text of ${JSON.stringify(html)}`, () => assert.equal(htmlToText(html), expected))
}

test('text to HTML: special characters and every kind of line break', () => {
  assert.equal(
    textToHtml(`<a href="x">'&'</a>\nb\r\nc\rd`),
    '&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;<br>b<br>c<br>d',
  )
  assert.equal(htmlToText(textToHtml('<b> & "c"\nd')), '<b> & "c"\nd')
})

test('excerpt: one line, never half a character, no dots', () => {
  assert.equal(excerpt(' a\n\tb  c ', 10), 'a b c')
  assert.equal(excerpt('abc def', 4), 'abc')
  assert.equal(excerpt('ab😀', 3), 'ab')
  assert.equal(excerpt('ab😀', 4), 'ab😀')
  assert.equal(excerpt('a\ud800', 2), 'a\ufffd')
  assert.equal(excerpt(' '.repeat(megabyte), 5), '')
})
