import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PERMISSIONS_POLICY, type UnusedFeature } from './permissions-policy.js';

const PORTAL = fileURLToPath(new URL('../../../../portal/src', import.meta.url));

/** What a page writes to use them. Whoever needs one takes it off the list, for our own host alone. */
const USES: Partial<Record<UnusedFeature, RegExp>> = {
  'clipboard-read': /clipboard\.read/,
  'clipboard-write': /clipboard\.write|cdk\/clipboard/,
  'display-capture': /getDisplayMedia/,
  fullscreen: /requestFullscreen/,
  geolocation: /\.geolocation/,
  'idle-detection': /IdleDetector/,
  'local-fonts': /queryLocalFonts/,
  microphone: /getUserMedia/,
  'picture-in-picture': /requestPictureInPicture/,
  'publickey-credentials-get': /navigator\.credentials/,
  'screen-wake-lock': /wakeLock/,
  unload: /['"]unload['"]|onunload/,
};

describe('the permissions policy', () => {
  it('is a dictionary of empty lists, each named once', () => {
    const members = PERMISSIONS_POLICY.split(', ');

    expect(members.filter((member) => !/^[a-z][a-z-]*=\(\)$/.test(member))).toEqual([]);
    expect(new Set(members).size).toBe(members.length);
    expect(members).toEqual(jasmine.arrayContaining(['camera=()', 'microphone=()', 'geolocation=()', 'usb=()']));
  });

  it('names nothing that Chromium knows on some systems alone, and warns of on the others', () => {
    for (const name of ['bluetooth', 'web-share']) expect(PERMISSIONS_POLICY).not.toContain(name);
  });

  it('takes nothing from the portal that the portal uses', () => {
    const files = globSync('**/*.{ts,html,js}', { cwd: PORTAL }).filter((file) => !file.endsWith('.spec.ts'));
    const used = files.flatMap((file) => {
      const text = readFileSync(`${PORTAL}/${file}`, 'utf8');
      return Object.entries(USES).flatMap(([feature, use]) => (use.test(text) ? [`${feature}: ${file}`] : []));
    });

    expect(files.length).toBeGreaterThan(100);
    expect(used).toEqual([]);
  });
});
