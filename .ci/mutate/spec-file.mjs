import { fork } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../bootstrap/project.mjs';

/** For one question; one that hangs has noticed. */
const LIMIT_MS = 10 * 60_000;
const WORKER = path.join(import.meta.dirname, 'spec-worker.mjs');
const AWAY = pathToFileURL(path.join(import.meta.dirname, 'away.mjs')).href;

/** One compiled spec file, held ready in a process of its own to be run without one removal after another. */
export class SpecFile {
  #child;

  /**
   * @param dist folder of the compiled API with the choices in it
   * @param spec from there
   */
  constructor(dist, spec) {
    this.dist = dist;
    this.spec = spec;
  }

  /**
   * Runs it whole, with nothing taken away.
   *
   * @returns {Promise<Set<number> | undefined>} the removals that it comes by; undefined when it fails as it is, such as a
   *   spec of the project's own files, which are not in the copy
   */
  async look() {
    const { reached, failed } = await this.#ask({});
    return failed || reached === undefined ? undefined : new Set(reached);
  }

  /** Whether it fails without a removal that it comes by. */
  async notices(number) {
    if (this.#child === undefined) await this.look();
    const { failed } = await this.#ask({ away: number });
    return failed;
  }

  end() {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  /** A process that ends or hangs over a question has failed, and another one is begun for the next. */
  async #ask(question) {
    const child = (this.#child ??= await this.#begin());
    return new Promise((resolve) => {
      const gone = () => {
        this.end();
        resolve({ failed: true });
      };
      const limit = setTimeout(gone, LIMIT_MS);
      child.once('exit', gone);
      child.once('message', (answer) => {
        clearTimeout(limit);
        child.off('exit', gone);
        resolve(answer);
      });
      child.send(question);
    });
  }

  async #begin() {
    const child = fork(WORKER, [path.join(this.dist, this.spec)], {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: 'test', NODE_OPTIONS: `--import=${AWAY}` },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => process.off('exit', kill));
    await new Promise((resolve) => {
      child.once('message', resolve);
      child.once('exit', resolve);
    });
    return child;
  }
}
