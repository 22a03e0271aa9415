import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../../docs/security/', import.meta.url));

/** How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; they are its first ones. */
const SECTIONS = `
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2
8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3
11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7
16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2`;

function requirements(): string[] {
  return [...SECTIONS.matchAll(/(\d+\.\d+):(\d+)/g)].flatMap(([, section = '', count]) =>
    Array.from({ length: Number(count) }, (_, index) => `${section}.${String(index + 1)}`),
  );
}

/** What a heading is called in an address. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

describe('the map of the verification standard', () => {
  const text = readFileSync(join(FOLDER, 'asvs.md'), 'utf8');
  const rows = [...text.matchAll(/^\| v5\.0\.0-([\d.]+) +\| (\d) +\| (.+?) +\| (.+?) +\| (.*?) +\|$/gm)];

  it('has each requirement once, in order, with a state and a word on what shows it', () => {
    expect(rows.map(([, id]) => id)).toEqual(requirements());
    for (const [, id, , , state, shown = ''] of rows) {
      expect(['met', 'partly', 'n/a'])
        .withContext(id ?? '')
        .toContain(state ?? '');
      // What is met in part, or not at all, says why in a sentence.
      expect(shown.length)
        .withContext(id ?? '')
        .toBeGreaterThan(state === 'met' ? 0 : 7);
    }
  });

  it('names files and paragraphs that exist', () => {
    const links = [...text.matchAll(/\]\((?!https:)([^)#]+)(?:#([^)]+))?\)/g)];
    expect(links.length).toBeGreaterThan(200);
    for (const [, path = '', anchor] of links) {
      const file = join(FOLDER, path);
      expect(existsSync(file)).withContext(path).toBeTrue();
      if (anchor === undefined) continue;
      const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
        anchorOf(heading),
      );
      expect(headings).withContext(path).toContain(anchor);
    }
  });

  it('says how many there are of each state', () => {
    const count = (state: string): string => String(rows.filter((row) => row[4] === state).length);
    const sum = `${count('met')} are met, ${count('partly')} are met in part with the reason beside them, and ${count('n/a')}`;
    expect(text).toContain(sum);
  });
});
