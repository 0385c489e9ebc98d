import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Finding {
  readonly id: string
  readonly impact: string | null
  readonly help: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[]
}

/** @returns what axe finds on the page as it is now, serious or worse, in one line each */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the page's policy allows no inline ones.
  await page.evaluate(axe.source)
  const { violations }: { violations: Finding[] } = await page.evaluate('axe.run(document)')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
    )
}
