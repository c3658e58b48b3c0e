package dev.serai.pipeline;

import dev.serai.call.ClientRequest;
import dev.serai.call.Refusal;
import dev.serai.http.Inbound;
import dev.serai.http.InboundCalls;
import dev.serai.http.ReplyWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.jspecify.annotations.Nullable;

/**
 * Lets routes say {@code platform-http:} and be served by our Vert.x port. The longest path that
 * fits a request takes it.
 */
final class GatewayEngine implements PlatformHttpEngine, InboundCalls {
  private final ReplyWriter.Pricing pricing;
  private final ActiveCalls active;
  private final Function<ClientRequest, @Nullable Refusal> unlessKnown;
  private final List<CallConsumer> consumers = new CopyOnWriteArrayList<>();

  /**
   * @param unlessKnown why the key of a request is refused, as far as that is known at once
   */
  GatewayEngine(
      ReplyWriter.Pricing pricing,
      ActiveCalls active,
      Function<ClientRequest, @Nullable Refusal> unlessKnown) {
    this.pricing = pricing;
    this.active = active;
    this.unlessKnown = unlessKnown;
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return new CallConsumer(this, endpoint, processor, pricing, active);
  }

  void attach(CallConsumer consumer) {
    consumers.add(consumer);
    consumers.sort(
        Comparator.comparingInt((CallConsumer c) -> c.getEndpoint().getPath().length()).reversed());
  }

  void detach(CallConsumer consumer) {
    consumers.remove(consumer);
  }

  boolean attached() {
    return !consumers.isEmpty();
  }

  @Override
  public @Nullable Refusal unlessKnown(ClientRequest head) {
    return unlessKnown.apply(head);
  }

  @Override
  public void accept(Inbound inbound) {
    for (CallConsumer consumer : consumers) {
      if (consumer.takes(inbound.request().path())) {
        consumer.serve(inbound);
        return;
      }
    }
    inbound.request().body().release();
    inbound.response().setStatusCode(503).end();
  }

  /** How an exchange carries the facts of its end to step 6. */
  static final String ENDED = "serai.ended";

  /** The request that an exchange began with. */
  static final String INBOUND = "serai.inbound";
}
