const key = 'caseloom.theme'

/** What the reader chose; `system` follows the device. */
export type Theme = 'system' | 'light' | 'dark'

/** @returns the theme chosen in this browser */
export function chosenTheme(): Theme {
  const value = document.documentElement.dataset.theme
  return value === 'light' || value === 'dark' ? value : 'system'
}

/** Applies the theme at once and keeps the choice in this browser. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme
    localStorage.removeItem(key)
  } else {
    document.documentElement.dataset.theme = theme
    localStorage.setItem(key, theme)
  }
}
