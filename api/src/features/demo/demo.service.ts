import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { demoNetwork } from '@linewatch/shared/demo';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { CustomerRepository } from '../customers/index.js';
import { InventoryRepository, MeasurePointRepository, type MeasureSettings } from '../inventory/index.js';
import { PastNotices } from '../notifications/index.js';
import { MonthClosing } from '../sla/index.js';
import { DemoFounder } from './demo-founder.js';
import { PRACTICE_ADDRESS, practicePort } from './demo-inventory.js';
import { DemoMarkRepository } from './demo-mark.repository.js';
import { demoSpan } from './demo-past.js';
import { probePoints } from './demo-points.js';

/** With DEMO=full: an empty house gets the demo's world, a later start finds the practice network where it is now. */
@Injectable()
export class DemoService implements OnModuleInit {
  private readonly logger = new Logger(DemoService.name);

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly mark: DemoMarkRepository,
    private readonly founder: DemoFounder,
    private readonly customers: CustomerRepository,
    private readonly inventory: InventoryRepository,
    private readonly points: MeasurePointRepository,
    private readonly notices: PastNotices,
    private readonly months: MonthClosing,
  ) {}

  /** @throws Error when the database belongs to a real house */
  async onModuleInit(): Promise<void> {
    if (this.env.DEMO !== 'full') return;
    if (!(await this.mark.isFounded())) await this.found();
    await this.reconcile();
  }

  private async found(): Promise<void> {
    if (!(await this.customers.isEmpty())) {
      throw new Error(
        'This database holds customers that are not the demo: nothing was changed. ' +
          'Start with DEMO=off (npm start -- --no-demo), or name another DATA_DIR or database.',
      );
    }
    const { DEMO_HISTORY_DAYS: days, DEMO_INTERVAL_S: intervalS, PRACTICE_BASE_PORT: basePort } = this.env;
    const span = demoSpan(this.clock.now(), days, intervalS);
    try {
      await this.founder.found(demoNetwork(), span, basePort);
      await this.notices.enter(span.foundedAt);
      // The months before the first start are over: they are closed as if the house had been there.
      await this.months.closeDue(new AbortController().signal);
    } catch (error) {
      // Another instance that started at the same time was first; what it founded is as good.
      if (!(await this.mark.isFounded())) throw error;
    }
  }

  /** The practice network may listen elsewhere today, and be polled at another pace. */
  private async reconcile(): Promise<void> {
    const { PRACTICE_BASE_PORT: basePort, DEMO_INTERVAL_S: intervalS } = this.env;
    const places = new Map(demoNetwork().devices.map(({ code }, place) => [code, place]));
    const devices = (await this.mark.findDevices(PRACTICE_ADDRESS)).filter(({ code }) => places.has(code));
    const moves = devices
      .map(({ id, code, snmpPort }) => ({
        id,
        from: snmpPort,
        snmpPort: practicePort(basePort, places.get(code) ?? 0),
      }))
      .filter(({ from, snmpPort }) => from !== snmpPort);
    const slow = new Set(
      devices.filter((device) => device.intervalS !== intervalS).map((device) => device.pollProfileId),
    );
    const reflectors = await this.movedReflectors(basePort);
    if (moves.length === 0 && slow.size === 0 && reflectors.length === 0) return;
    await this.database.transaction(async (tx) => {
      await this.inventory.movePorts(tx, moves);
      await this.points.setSettings(tx, reflectors);
      for (const pollProfileId of slow) await this.inventory.setInterval(tx, pollProfileId, intervalS);
    });
    this.logger.log({ msg: 'demo: practice network', moved: moves.length, basePort, intervalS });
  }

  /** The probes of the demo that aim elsewhere than where their reflectors listen now. */
  private async movedReflectors(basePort: number): Promise<{ id: number; settings: MeasureSettings }[]> {
    const stored = new Map((await this.points.findMeasured()).map(({ id, settingsJson }) => [id, settingsJson]));
    return probePoints(demoNetwork(), basePort)
      .filter(({ id, settings: { source: _, ...rest } }) => {
        const known = stored.get(id);
        return known !== undefined && known !== JSON.stringify(rest);
      })
      .map(({ id, settings }) => ({ id, settings }));
  }
}
