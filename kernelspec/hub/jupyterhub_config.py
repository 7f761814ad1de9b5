"""A JupyterHub for a course, to try on one machine: `jupyterhub -f kernelspec/hub/jupyterhub_config.py`.

It listens on the loopback interface only, admits anybody who has the password, and starts each student's server as the
user who starts the hub. What you must change for a real course is marked REAL. In one environment it needs jupyterhub,
jupyterlab, the wheel of this kernel, and the command configurable-http-proxy.
"""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821

# REAL: the machine's public address, behind a certificate.
c.JupyterHub.bind_url = "http://127.0.0.1:" + os.environ.get("BACKPROP_HUB_PORT", "8000")
c.JupyterHub.hub_bind_url = "http://127.0.0.1:" + os.environ.get("BACKPROP_HUB_OWN_PORT", "8081")
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:" + os.environ.get("BACKPROP_HUB_PROXY_PORT", "8001")

# REAL: the system's users ("pam") or the university's (oauthenticator, ltiauthenticator), and which of them are admitted.
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = os.environ["BACKPROP_HUB_PASSWORD"]
c.Authenticator.allow_all = True

# REAL: systemdspawner or dockerspawner, which keep students apart and enforce the limits below.
c.JupyterHub.spawner_class = "simple"
state = Path(os.environ.get("BACKPROP_HUB_STATE", Path.home() / ".local/share/backprop-hub"))
state.mkdir(parents=True, exist_ok=True, mode=0o700)
c.SimpleLocalProcessSpawner.home_dir_template = str(state / "home/{username}")
c.JupyterHub.db_url = f"sqlite:///{state / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(state / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(state / "proxy.pid")

c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
# A whole class logs in at once.
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
c.Spawner.default_url = "/lab"
c.Spawner.ip = "127.0.0.1"
c.Spawner.mem_limit = "256M"
# A kernel that nobody has used for an hour ends, and so does a server without kernels.
c.Spawner.args = [
    "--MappingKernelManager.cull_idle_timeout=3600",
    "--MappingKernelManager.cull_connected=True",
    "--ServerApp.shutdown_no_activity_timeout=5400",
    *(["--allow-root"] if os.getuid() == 0 else []),
]
