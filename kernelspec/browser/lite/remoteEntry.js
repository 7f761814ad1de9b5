// The kernel in JupyterLite: a prebuilt extension that uses the application's own modules, so nothing has to be bundled.
(() => {
  const base = new URL('.', document.currentScript.src);
  let scope;
  async function lent(name) {
    const versions = Object.values(scope[name]);
    return (await (versions.find(version => version.loaded) ?? versions[0]).get())();
  }

  async function plugins() {
    if (!scope['@jupyterlite/services']) throw new Error('The Backprop kernel needs JupyterLite 0.8 or later.');
    const [{ IKernelSpecs, IKernelClient }, { Signal }] =
      await Promise.all([lent('@jupyterlite/services'), lent('@lumino/signaling')]);
    return [{
      id: 'backprop-lite:kernel',
      description: 'Runs the Backprop kernel in the browser.',
      autoStart: true,
      requires: [IKernelSpecs, IKernelClient],
      activate: async (app, specs, kernels) => {
        const loaded = import(new URL('kernel.js', base));
        const logo = new URL('logo.svg', base).href;
        specs.register({
          spec: {
            name: 'backprop', display_name: 'Backprop', language: 'backprop', argv: [],
            resources: { 'logo-svg': logo, 'logo-64x64': logo }
          },
          create: async options => {
            const { LiteKernel } = await loaded;
            return new LiteKernel(options, { contents: app.serviceManager.contents, disposed: owner => new Signal(owner) });
          }
        });

        // JupyterLite's stop button only cancels the cells that wait in its own queue.
        const interrupt = kernels.interrupt.bind(kernels);
        kernels.interrupt = async id => {
          const kernel = await kernels.getModel(id);
          if (kernel instanceof (await loaded).LiteKernel) kernel.interrupt();
          else await interrupt(id);
        };
      }
    }];
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB['backprop-lite'] = {
    init: shared => { scope = shared; },
    get: async module => {
      if (module !== './extension') throw new Error(`no module ${module}`);
      const found = await plugins();
      return () => ({ __esModule: true, default: found });
    }
  };
})();
