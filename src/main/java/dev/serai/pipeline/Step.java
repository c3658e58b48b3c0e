package dev.serai.pipeline;

import dev.serai.call.Call;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A feature's step, {@code Call -> Call}, as a processor. A refusal leaves the call in the body as
 * it stood, so that it is recorded with what was known.
 */
record Step(UnaryOperator<Call> step) implements Processor {
  @Override
  public void process(Exchange exchange) {
    exchange.getIn().setBody(step.apply((Call) exchange.getIn().getBody()));
  }
}
