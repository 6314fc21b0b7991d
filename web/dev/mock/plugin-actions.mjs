/** What the actions of the mock's plugins do. */

const merged = (plugin) => ({
  ...Object.fromEntries(plugin.fields.map(({ id, default: value }) => [id, value])),
  ...plugin.settings,
});

/**
 * What each plugin's `run()` does, by `key/action`; throwing stands for a plugin that raises. `job` is what
 * a plugin has of its run: it logs, tells how far it is, looks whether it was cancelled, makes files.
 */
export const RUNS = {
  'hello_world/say_hello': (plugin) => {
    const { greeting, enabled } = merged(plugin);
    return enabled
      ? { status: 'success', message: `${greeting}, World!` }
      : { status: 'error', message: 'Greeting is disabled in settings' };
  },
  'channel_exporter/export': (_, __, ___, job) => ({
    status: 'success',
    message: 'Exported 150 channels',
    file: job.file('/app/data/exports/channels.m3u', '#EXTM3U\n#EXTINF:-1,News 1\n'),
  }),
  'live_ticker/start': async (_, tell, __, job) => {
    for (const progress of [25, 50, 75, 100]) {
      job.progress(progress, `Step ${progress / 25}`);
      tell({ type: 'plugin', plugin: 'live_ticker', message: `Step ${progress / 25}`, progress });
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return { status: 'success', message: '150 channels in 6 groups' };
  },
  'programme_cleanup/vacuum_database': () => ({ status: 'success', message: 'Vacuumed' }),
  'every_field/table': () => ({
    status: 'ok',
    message: 'Three rows',
    data: [
      { channel: 'One', bitrate: 4200, ok: true },
      { channel: 'Two', bitrate: 3100, ok: true },
      { channel: 'Three', bitrate: 0, ok: false },
    ],
  }),
  'every_field/tree': () => ({
    status: 'queued',
    message: 'Queued',
    data: { counts: { added: 4, removed: [1, 2, 3] }, note: 'a tree' },
  }),
  'every_field/skip': () => ({ status: 'skipped', message: 'Nothing to do' }),
  'every_field/odd': () => ({ status: 'info', message: 'A word nobody agreed on' }),
  'every_field/slow': async (_, __, ___, job) => {
    await job.pause(2500);
    return { status: 'done', message: 'Took its time' };
  },
  'workshop/build': ({ settings }, _, params) => ({
    status: 'success',
    message: `Built ${params.pieces} x ${params.what} for ${settings.owner ?? 'Nobody'}`,
    data: params,
  }),
  'workshop/clear_out': () => ({ status: 'success', message: 'Done: clear_out' }),
  'workshop/sharpen': () => ({ status: 'success', message: 'Done: sharpen' }),
  'fails/raises': () => {
    throw {
      error: 'division by zero',
      outcome: 'failed',
      traceback:
        'Traceback (most recent call last):\n  File "plugin.py", line 12, in run\n    1 / 0\nZeroDivisionError: division by zero',
    };
  },
  'fails/sleeps': () => {
    throw {
      error: 'plugin `fails` did not finish `sleeps` within 2s',
      outcome: 'timed_out',
    };
  },
  'fails/exits': () => {
    throw {
      error: 'the process of plugin `fails` ended with code 3 during `exits`',
      outcome: 'worker_died',
    };
  },
  'countdown/count': async ({ settings }, _, { steps = 10, pause = 0.5 }, job) => {
    const word = settings.word ?? 'left';
    const rows = [];
    for (let step = 1; step <= steps; step += 1) {
      if (job.isCancelled) {
        job.log('WARNING', `Stopped at ${step}`);
        return { status: 'warning', message: `Stopped at ${step} of ${steps}` };
      }
      job.log('INFO', `${step} of ${steps}, ${steps - step} ${word}`);
      job.progress((100 * step) / steps, `${steps - step} ${word}`);
      rows.push({ step, left: steps - step });
      await job.pause(pause * 1000);
    }
    const text = rows.map(({ left }) => `${left} ${word}\n`).join('');
    const file = job.file('/data/exports/countdown.txt', text);
    return { status: 'success', message: `Counted ${steps} steps`, file, steps, data: rows };
  },
  'countdown/lift_off': () => ({ status: 'success', message: 'Done: lift_off' }),
  'countdown/stumble': (_, __, ___, job) => {
    const traceback = tracebackOf('ZeroDivisionError: division by zero');
    job.log('ERROR', 'The first try went wrong', traceback);
    const error = 'and so did the second';
    throw { error, outcome: 'failed', traceback: tracebackOf(`RuntimeError: ${error}`) };
  },
  'countdown/orbit': (_, __, ___, job) => {
    job.goOn('orbit', async () => {
      for (let lap = 1; lap <= 20; lap += 1) {
        job.log('INFO', `Lap ${lap}`);
        await job.pause(1000);
      }
    });
    return { status: 'started', message: 'In orbit' };
  },
  'countdown/flood': async (_, __, ___, job) => {
    for (let batch = 0; batch < 100 && !job.isCancelled; batch += 1) {
      for (let line = 0; line < 100; line += 1) {
        const level = line === 50 ? 'WARNING' : 'INFO';
        job.log(level, `second ${Math.floor(batch / 10)}, line ${(batch % 10) * 100 + line}`);
      }
      await job.pause(100);
    }
    return { status: 'success', message: 'Flooded' };
  },
};

function tracebackOf(error) {
  const place = '  File "/data/plugins/countdown/plugin.py", line 24, in run\n    1 / 0\n';
  return `Traceback (most recent call last):\n${place}${error}`;
}
