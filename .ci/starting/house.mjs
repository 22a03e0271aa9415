import path from 'node:path';
import { step } from '../bootstrap/progress.mjs';
import { inProject, PlainStop } from '../bootstrap/project.mjs';
import { Supervised } from '../processes/supervisor.mjs';

/**
 * The processes of the product, started in an order in which each finds what it needs.
 *
 * @param {object} settings `dataDir`, `demo`, `host`, `port`, `practice` (ports, or undefined without a demo), `token`,
 *   `nodeArgs` for each process
 * @param {object} events `onGivenUp(sentence)` when a process died again and again, `onProcesses(pids, url)` when one
 *   was started
 */
export function startHouse(settings, { onGivenUp, onProcesses }) {
  const { dataDir, practice, nodeArgs } = settings;
  const running = [];
  const pids = new Map();
  const seen = {};

  const begin = (name, script, variables, onMessage) => {
    const one = new Supervised({
      name,
      args: [...nodeArgs, inProject(...script)],
      env: {
        ...process.env,
        NODE_ENV: process.env.NODE_ENV ?? 'production',
        DATA_DIR: dataDir,
        // They would all want the same one.
        METRICS_PORT: '0',
        ...variables,
      },
      logFolder: path.join(dataDir, 'logs'),
      onMessage,
      onGivenUp,
      onStarted: (pid) => {
        pids.set(name, pid);
        onProcesses([...pids.values()], addressOf(settings));
      },
    });
    running.push(one);
    return one;
  };

  const wait = async (started, what) => {
    try {
      return await step(
        started.name,
        what,
        () => started.ready(),
        () => started.lastWords(1).trim(),
      );
    } catch (error) {
      throw new PlainStop(`${error.message}\n${started.lastWords()}\nIts log is ${started.logFile}.`);
    }
  };

  return {
    /** Resolves when all of them are up. */
    async ready() {
      const network =
        practice &&
        begin('practice network', ['collectors', 'dist', 'practice-network', 'main.js'], practiceVariables(practice));
      const api = begin('API', ['api', 'dist', 'main.js'], apiVariables(settings), (entry) => {
        if (entry.msg === 'setup') seen.setupUrl = onOurAddress(entry.url, settings);
      });
      if (network) await wait(network, 'simulated devices on 127.0.0.1');
      await wait(api, settings.demo ? 'database, demo data on the first start, portal' : 'database, portal');
      const collector = begin('collector', ['collectors', 'dist', 'main.js'], collectorVariables(settings));
      await wait(collector, 'fetches what to poll');
      return { url: addressOf(settings), setupUrl: seen.setupUrl };
    },
    async stop() {
      await Promise.all(running.map((process_) => process_.stop()));
    },
  };
}

function practiceVariables({ base, control, trap }) {
  return {
    PRACTICE_BASE_PORT: String(base),
    PRACTICE_CONTROL_PORT: String(control),
    PRACTICE_TRAP_PORT: String(trap),
  };
}

function apiVariables({ demo, host, port, practice, token }) {
  return {
    HOST: host,
    PORT: String(port),
    // They speak to each other over the loopback.
    TLS_CERT_FILE: undefined,
    TLS_KEY_FILE: undefined,
    DEMO: demo ? 'full' : 'off',
    COLLECTOR_TOKEN: token,
    ...(practice && { PRACTICE_BASE_PORT: String(practice.base) }),
  };
}

function collectorVariables({ host, port, practice, token }) {
  return {
    API_URL: `http://${isEveryAddress(host) ? '127.0.0.1' : urlHost(host)}:${port}`,
    COLLECTOR_TOKEN: token,
    // The simulated devices are on this machine: nobody else's datagrams are let in.
    ...(practice && { TRAP_PORT: String(practice.trap), TRAP_HOST: process.env.TRAP_HOST ?? '127.0.0.1' }),
  };
}

/** The address to type into a browser on this machine. */
function addressOf({ host, port }) {
  const isHere = isEveryAddress(host) || host === '127.0.0.1' || host === '::1';
  return `http://${isHere ? 'localhost' : urlHost(host)}:${port}`;
}

/** The session's cookie needs "localhost" where there is no TLS; the API may say 127.0.0.1. */
function onOurAddress(address, settings) {
  const { pathname, search } = new URL(address);
  return `${addressOf(settings)}${pathname}${search}`;
}

function isEveryAddress(host) {
  return host === '0.0.0.0' || host === '::';
}

function urlHost(host) {
  return host.includes(':') ? `[${host}]` : host;
}
