import { randomInt } from 'node:crypto';
import type { PortPage } from '../port-pages/index.js';

/** Pages that are kept at hand: a few kilobytes each. Beyond them all are put away, and read again as they are asked for. */
const MOST_PAGES = 8_192;
const FURTHEST_MARK = 2 ** 47;

/**
 * Pages of ports that were written last, so that they need not be read again. Each write has a mark that no other write
 * has, whichever instance of the API makes it: a page whose mark is that of its row is what lies in the row. Who takes
 * a page out has it alone; where its transaction fails, it is not put back or its mark is in no row.
 */
export class PageShelf {
  private readonly pages = new Map<number, PortPage>();
  private lastMark = randomInt(1, FURTHEST_MARK);

  /** @returns undefined when the page at hand is not the one with this mark */
  take(block: number, mark: number): PortPage | undefined {
    const page = this.pages.get(block);
    if (page === undefined) return undefined;
    this.pages.delete(block);
    // Changed after it was written, by a transaction that did not write it again.
    return page.mark === mark && !page.isChanged ? page : undefined;
  }

  put(page: PortPage): void {
    if (this.pages.size >= MOST_PAGES) this.pages.clear();
    this.pages.set(page.block, page);
  }

  /** A mark that no row carries yet. */
  newMark(): number {
    this.lastMark += 1;
    return this.lastMark;
  }
}
