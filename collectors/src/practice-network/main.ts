import { demoNetwork, demoTraffic } from '@linewatch/shared/demo';
import { pino } from 'pino';
import { practiceFilePath, removePracticeFile, writePracticeFile } from './control/practice-file.js';
import { type PracticeEnv, readPracticeEnv } from './env.js';
import { SteadyClock } from './model/practice-clock.js';
import { openPracticeHouse } from './practice-house.js';

async function main(env: PracticeEnv): Promise<void> {
  const log = pino({ level: env.LOG_LEVEL, base: { app: 'practice' } });
  const end = (error: unknown): void => {
    log.fatal({ err: error }, 'the practice network has to stop');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);

  const ports = { base: env.PRACTICE_BASE_PORT, control: env.PRACTICE_CONTROL_PORT, trap: env.PRACTICE_TRAP_PORT };
  const house = await openPracticeHouse(demoNetwork(), demoTraffic, ports, new SteadyClock(), log);
  const file = practiceFilePath(env.DATA_DIR);
  const { pid } = process;
  const startedAt = new Date().toISOString();
  try {
    await writePracticeFile(file, { pid, controlPort: house.controlPort, basePort: ports.base, startedAt });
  } catch (error) {
    // A read-only disk (a container) cannot be known before; only the command line then has to be told the port.
    log.warn({ file, err: error }, 'not written: the command line finds this by PRACTICE_CONTROL_PORT only');
  }

  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    await removePracticeFile(file, pid);
    await house.close();
    log.info('stopped');
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  const devices = house.network.devices.length;
  log.info({ devices, basePort: ports.base, controlPort: house.controlPort, trapPort: ports.trap }, 'ready');
}

try {
  await main(readPracticeEnv(process.env));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
