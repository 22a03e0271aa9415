import { Fleet, type FleetCount, type FleetPlan } from './fleet.js';
import type { FleetTrouble } from './fleet-trouble.js';

/** What the one who measures says to the process of the agents, and hears of it. */
type ToFleet = { readonly kind: 'trouble'; readonly trouble: FleetTrouble } | { readonly kind: 'count' };
type FromFleet =
  | { readonly kind: 'ready'; readonly udpPort: number }
  | { readonly kind: 'beset' }
  | ({ readonly kind: 'counted' } & FleetCount);

const fleet = await Fleet.open(JSON.parse(process.argv[2] ?? '{}') as FleetPlan);
process.on('message', (message: ToFleet) => {
  if (message.kind === 'trouble') {
    fleet.beset(message.trouble);
    say({ kind: 'beset' });
  } else {
    say({ kind: 'counted', ...fleet.count });
  }
});
process.on('disconnect', () => {
  process.exit(0);
});
say({ kind: 'ready', udpPort: fleet.udpPort });

function say(message: FromFleet): void {
  process.send?.(message);
}
