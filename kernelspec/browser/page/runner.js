// Runs cells one after another, in the order in which they were asked for.
export class Runner {
  // changed(): a cell begins or ends. say(text): for the status line.
  constructor(kernel, { changed, say }) {
    Object.assign(this, { kernel, changed, say, queue: [], running: null, count: 0 });
  }

  get isBusy() { return this.running !== null; }

  run(cells) {
    for (const cell of cells) {
      if (this.queue.includes(cell) || this.running === cell) continue;
      cell.wait();
      this.queue.push(cell);
    }
    if (!this.isBusy) this.loop = this.#work();
    return this.loop;
  }

  async #work() {
    const began = performance.now();
    let done = 0;
    while ((this.running = this.queue.shift() ?? null)) {
      const cell = this.running;
      cell.begin();
      this.changed();
      this.say(`${cell.label} is running${this.queue.length ? `; ${this.queue.length} more wait` : ''}.`);
      const reply = await this.kernel.execute(cell.text, { onOutput: message => cell.show(message), stopsQueue: false });
      cell.end(reply, ++this.count);
      done += 1;
      if (reply.status !== 'ok' && !cell.mayFail) {
        this.#forgetQueue();
        this.say(reply.ename === 'Interrupted' ? `${cell.label} was stopped.` : `${cell.label} failed: ${reply.evalue}`);
      } else if (!this.queue.length) {
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        this.say(done === 1 ? `${cell.label} has run, ${seconds} s.` : `${done} cells have run, ${seconds} s.`);
      }
    }
    this.changed();
  }

  #forgetQueue() {
    for (const cell of this.queue.splice(0)) cell.forget();
  }

  // The cell that runs ends soon, and keeps what it has learnt.
  stop() {
    this.#forgetQueue();
    if (this.isBusy) this.kernel.interrupt();
  }

  // A kernel that knows nothing.
  async reset() {
    this.stop();
    await this.loop;
    await this.kernel.restart();
    this.count = 0;
  }
}
