import { spawnSync } from 'node:child_process';
import { GROWTH } from './young-space.js';

/** Makes objects that live for a while until the engine takes enough room for them, and then many more. */
const MAKER = `
  import { keepYoungSpaceSmall, youngOctets, YOUNG_ENOUGH_OCTETS } from '${new URL('./young-space.js', import.meta.url).href}';
  let kept = [];
  const make = () => {
    for (let made = 0; made < 2_000; made += 1) kept.push({ made, list: [made] });
    if (kept.length > 300_000) kept = [];
  };
  for (let round = 0; round < 20_000 && youngOctets() < YOUNG_ENOUGH_OCTETS; round += 1) make();
  const enough = youngOctets();
  if (process.argv[1] === 'small') keepYoungSpaceSmall();
  for (let round = 0; round < 20_000 && youngOctets() === enough; round += 1) make();
  process.stdout.write(enough >= YOUNG_ENOUGH_OCTETS ? String(youngOctets() > enough) : 'never enough');
`;

function grows(how: 'small' | 'free'): string {
  const args = ['--input-type=module', '--eval', MAKER, how];
  return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout;
}

describe('the room of young objects', () => {
  it('is told to stay as it is by an option that this engine knows', () => {
    for (const option of Object.values(GROWTH)) {
      expect(spawnSync(process.execPath, [option, '--eval', '']).status).toBe(0);
    }
  });

  it('does not grow past what is enough, and would', () => {
    expect(grows('free')).toBe('true');
    expect(grows('small')).toBe('false');
  }, 180_000);
});
