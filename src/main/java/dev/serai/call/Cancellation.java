package dev.serai.call;

import org.jspecify.annotations.Nullable;

/**
 * Ends a call from outside: the client left, its key was revoked, the gateway stops. First cause
 * wins. Any thread may cancel; the hook runs on the canceller's thread and has to move to its own.
 */
public final class Cancellation {
  private @Nullable String cause;
  private @Nullable Runnable hook;

  public synchronized boolean cancelled() {
    return cause != null;
  }

  /** Empty while the call is alive. */
  public synchronized String cause() {
    return cause == null ? "" : cause;
  }

  /** Replaces the hook; runs it at once when the call is already cancelled. */
  public void onCancel(Runnable newHook) {
    synchronized (this) {
      hook = newHook;
      if (cause == null) return;
    }
    newHook.run();
  }

  public void cancel(String newCause) {
    Runnable toRun;
    synchronized (this) {
      if (cause != null) return;
      cause = newCause;
      toRun = hook;
    }
    if (toRun != null) toRun.run();
  }
}
