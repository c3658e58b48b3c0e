package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.Entry;
import dev.serai.call.Refusal;
import dev.serai.call.Secret;
import dev.serai.identity.Sessions;
import dev.serai.keys.Keys;
import java.time.Duration;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Step 1: a virtual key, or an access token with its session. A refused call still says whose it
 * is, where that is known.
 */
final class AuthenticateKey extends AsyncProcessorSupport {
  /** How long a call may wait for what is not in memory. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Keys keys;
  private final Sessions sessions;
  private final ActiveCalls active;

  AuthenticateKey(Keys keys, Sessions sessions, ActiveCalls active) {
    this.keys = keys;
    this.sessions = sessions;
    this.active = active;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Call call = (Call) exchange.getIn().getBody();
    try {
      return enter(
          exchange,
          callback,
          exchange.removeProperty(ReadCall.TOKEN) instanceof Secret token
              ? sessions.authenticate(call, token)
              : keys.authenticate(call));
    } catch (RuntimeException e) {
      exchange.setException(e); // thrown out of here, nobody would hear of it
      callback.done(true);
      return true;
    }
  }

  private boolean enter(Exchange exchange, AsyncCallback callback, Entry entry) {
    if (!(entry instanceof Entry.Waiting answer)) {
      take(exchange, entry);
      callback.done(true);
      return true;
    }
    Waiting waiting = Waiting.begin(exchange, callback, PATIENCE, late -> late.end(answer.late()));
    answer
        .answer()
        .whenComplete(
            (now, failure) ->
                waiting.onLoop(
                    () -> {
                      if (failure == null) answered(exchange, waiting, now);
                      else waiting.end(new IllegalStateException("not looked up", failure));
                    }));
    return false;
  }

  private void answered(Exchange exchange, Waiting waiting, Entry entry) {
    try {
      take(exchange, entry);
      waiting.end((Exception) null);
    } catch (RuntimeException e) {
      waiting.end(e);
    }
  }

  /**
   * @throws Refusal of the entry
   */
  private void take(Exchange exchange, Entry entry) {
    switch (entry) {
      case Entry.Passed passed -> {
        exchange.getIn().setBody(passed.call());
        active.add(passed.call());
        String session = passed.call().caller().session();
        // what ended before the call was listed, the cut has missed
        if (session.isEmpty()) keys.check(passed.call());
        else if (!sessions.open(session)) throw Sessions.gone(session);
      }
      case Entry.Refused refused -> {
        exchange.getIn().setBody(refused.call());
        throw refused.refusal();
      }
      case Entry.Waiting waiting -> throw waiting.late();
    }
  }
}
