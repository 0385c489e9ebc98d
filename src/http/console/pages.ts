/** With every page and file of the console: nothing runs, loads or frames but what we serve (threat model §3.5). */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Remote pictures of a message are asked for only when its reader wants them (threat model §3.3).
    "img-src 'self' https:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** What is shown instead of a console that has not been built. */
export const notBuilt = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Caseloom</title></head><body>
<h1>The console has not been built</h1>
<p>Run <code>npm run build</code> in the folder of Caseloom and start it again. All APIs work without it.</p>
</body></html>
`
