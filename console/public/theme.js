// Runs before anything is painted, so that a reader who chose dark never sees a white flash.
try {
  const chosen = localStorage.getItem('caseloom.theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // Storage is off: the system's choice stands.
}
