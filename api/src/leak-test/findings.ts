/** What was tried and what was found wrong, for the closing lines. */
export class Findings {
  readonly problems: string[] = [];
  passed = 0;

  /** One check: it holds, or it is told why not. */
  check(holds: boolean, problem: string): void {
    if (holds) this.passed += 1;
    else this.problems.push(problem);
  }

  /**
   * One answer: holds none of somebody else's words. What was asked for may be said back.
   *
   * @param markers words of the other world, longest lists first or not: all are looked for
   */
  checkSilent(where: string, text: string, markers: readonly string[], asked: readonly string[] = []): void {
    const told = markers.filter((marker) => text.includes(marker) && !asked.some((each) => each.includes(marker)));
    this.check(told.length === 0, `${where} tells ${told.slice(0, 3).map(shown).join(', ')}`);
  }

  get lastLine(): string {
    return `${String(this.passed)} passed, ${String(this.problems.length)} failed`;
  }
}

const SHOWN = 60;

function shown(marker: string): string {
  return `"${marker.slice(0, SHOWN)}"`;
}
