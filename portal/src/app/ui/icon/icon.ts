import { Component, computed, input } from '@angular/core';

/** Line drawings on a 24 x 24 grid. */
const PATHS = {
  faults: 'M12 3.5 22 20H2zM12 10v4.5M12 17.2h.01',
  alarms: 'M6 18v-5a6 6 0 0 1 12 0v5M4 18h16M12 3v2M4.5 6.5 6 8M19.5 6.5 18 8',
  overview: 'M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z',
  portfolio: 'M4 8h16v11H4zM9 8V5h6v3M4 13h16M12 12v2',
  circuits: 'M4 7h6l4 10h6M4 7a1.5 1.5 0 1 0 0 .01M20 17a1.5 1.5 0 1 0 0 .01',
  devices: 'M4 5h16v5H4zM4 14h16v5H4zM7 7.5h.01M7 16.5h.01M11 7.5h6M11 16.5h6',
  collectors:
    'M12 12v8M8 20h8M12 9a1.5 1.5 0 1 0 0 .01M7.5 13.5a6 6 0 0 1 0-9M16.5 4.5a6 6 0 0 1 0 9M4.7 16.3a10 10 0 0 1 0-14.1M19.3 2.2a10 10 0 0 1 0 14.1',
  customers: 'M4 20V5h9v15M13 10h7v10M2 20h20M7 9h3M7 13h3M7 17h3M16 14h1M16 17h1',
  imports: 'M12 3v11M7 10l5 5 5-5M4 17v4h16v-4',
  audit: 'M6 3h9l4 4v14H6zM9 9h5M9 13h7M9 17h7',
  tickets: 'M4 5h16v10H9l-5 4zM8 9h8M8 12h5',
  queue: 'M4 6h10M4 12h10M4 18h6M18 5v11M15 13l3 3 3-3',
  shift: 'M8 4h8v3H8zM6.5 5.5H5V21h14V5.5h-1.5M8.5 12h7M8.5 16h5',
  norms: 'M12 4a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 8v5l3.5 2M9 1.8h6',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.3 9.3a2.8 2.8 0 1 1 4.2 2.4c-1 .6-1.5 1.2-1.5 2.3M12 17v.01',
  pause: 'M8 5v14M16 5v14',
  warning: 'M12 4 2.5 20h19zM12 10v4.5M12 17.5v.01',
  attach: 'M19 11.5 11.5 19a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.1-2.1l7-7',
  star: 'M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6L12 17.1 6.7 20l1.1-6-4.4-4.2 6-.8z',
  traps: 'M6 17V11a6 6 0 0 1 12 0v6M4 17h16M10 20h4',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4M12 3v2',
  compare: 'M4 7h12M13 4l3 3-3 3M20 17H8M11 14l-3 3 3 3',
  works: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M9 15l2 2 4-4',
  sla: 'M12 3a9 9 0 1 0 9 9M12 7v5l3.5 2M15 3.5a9 9 0 0 1 5.5 5.5',
  reports: 'M6 3h9l4 4v14H6zM9.5 17v-3M12.5 17v-6M15.5 17v-4',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2 20.5 20.5',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20c1.2-3.6 4.3-5 8-5s6.8 1.4 8 5',
  users:
    'M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.5c.9-3.2 3.4-4.7 6.5-4.7s5.6 1.5 6.5 4.7M15.5 5.4a3.4 3.4 0 0 1 0 6.4M17.5 15.2c2 .6 3.4 2 4 4.3',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3 19 19M19 5l-1.7 1.7M6.7 17.3 5 19',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  screen: 'M3 5h18v11H3zM9 20h6M12 16v4',
  left: 'M14.5 5.5 8 12l6.5 6.5',
  right: 'M9.5 5.5 16 12l-6.5 6.5',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  arrow: 'M4 12h16M14 6l6 6-6 6',
  sort: 'M8 9l4-4 4 4M8 15l4 4 4-4',
  check: 'M5 12.5 10 17.5 19.5 7',
  close: 'M6 6l12 12M18 6 6 18',
  refresh: 'M19.5 12A7.5 7.5 0 1 1 17 6.4M17.5 3v4h-4',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9',
} as const;
export type IconName = keyof typeof PATHS;

/** A drawing beside a word. It says nothing that the word does not, so readers skip it. */
@Component({
  selector: 'lw-icon',
  host: { 'aria-hidden': 'true' },
  template: `<svg viewBox="0 0 24 24"><path [attr.d]="path()" /></svg>`,
  styles: `
    :host {
      display: inline-flex;
      width: 1.25em;
      height: 1.25em;
      flex: none;
    }
    svg {
      width: 100%;
      height: 100%;
      fill: none;
      stroke: currentcolor;
      stroke-width: 1.8;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly path = computed(() => PATHS[this.name()]);
}
