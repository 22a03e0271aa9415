import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../clock/clock.js';
import type { DevicePolling } from '../scheduler/device-schedule.js';
import { BatchSender, type BatchReceiver } from '../uplink/batch-sender.js';
import { openTrapSpool } from '../uplink/open-spool.js';
import type { TrapSpool } from '../uplink/trap-spool.js';
import { CausedReadings } from './caused-readings.js';
import { TrapJournal } from './trap-journal.js';
import type { TrapKeeper } from './trap-keeper.js';
import { trapJournalEvents, trapSenderEvents } from './trap-log.js';

/** The way of kept traps to the API: the journal, its spool, and the sender, beside the way of readings. */
export class TrapDelivery {
  private readonly spool: TrapSpool;
  private readonly journal: TrapJournal;
  private readonly sender: BatchSender;
  private readonly caused: CausedReadings;

  /**
   * @param folder of the spools
   * @param receiver takes deliveries of traps
   * @param longestPauseMs highest bound of the pause between attempts to deliver
   */
  constructor(folder: string, receiver: BatchReceiver, clock: Clock, longestPauseMs: number, log: Logger) {
    this.spool = openTrapSpool(join(folder, 'traps.sqlite'), log);
    this.sender = new BatchSender(this.spool, receiver, clock, longestPauseMs, trapSenderEvents(log, this.spool));
    const events = trapJournalEvents(log, () => {
      this.sender.wake();
    });
    this.journal = new TrapJournal(this.spool, clock, events, (note) => {
      this.caused.expect(note);
    });
    this.caused = new CausedReadings(clock, (reading) => {
      this.journal.read(reading);
    });
  }

  /** Where the receiver keeps what it takes. */
  get keeper(): TrapKeeper {
    return this.journal;
  }

  /** The same polling, whose outcomes are noted for the traps before it. */
  follow(deviceId: string, polling: DevicePolling): DevicePolling {
    return this.caused.follow(deviceId, polling);
  }

  /** Sends until it is stopped. @throws SqliteError when the spool cannot be read */
  run(): Promise<void> {
    return this.sender.run();
  }

  /** Ends sending. */
  stop(): void {
    this.sender.stop();
  }

  /** Commits what is held. To be called when sending and receiving have ended. */
  close(): void {
    this.journal.flush();
    this.spool.close();
  }
}
