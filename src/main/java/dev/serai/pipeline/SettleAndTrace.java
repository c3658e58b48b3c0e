package dev.serai.pipeline;

import dev.serai.call.EndedCall;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Step 6. Stands first in the route because it only registers: it runs when the reply has ended,
 * however it ended, and for refused calls too.
 */
final class SettleAndTrace extends SynchronizationAdapter implements Processor {
  private static final Logger log = LoggerFactory.getLogger(SettleAndTrace.class);

  private final List<EndedCall.Listener> listeners;

  /**
   * @param listeners in order; the one that makes the record durable comes first
   */
  SettleAndTrace(List<EndedCall.Listener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void process(Exchange exchange) {
    exchange.getExchangeExtension().addOnCompletion(this);
  }

  @Override
  public void onDone(Exchange exchange) {
    EndedCall ended = exchange.getProperty(GatewayEngine.ENDED, EndedCall.class);
    if (ended == null) return;
    settle(ended);
    for (EndedCall.Listener listener : listeners) {
      try {
        listener.ended(ended);
      } catch (RuntimeException e) {
        log.atError()
            .addKeyValue("listener", listener.getClass().getSimpleName())
            .setCause(e)
            .log("an ended call could not be told");
      }
    }
  }

  private static void settle(EndedCall ended) {
    try {
      ended.call().reservation().settle(ended);
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("request", ended.call().id())
          .setCause(e)
          .log("a reservation could not be settled");
    }
  }
}
