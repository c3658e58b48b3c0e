package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.Refusal;
import dev.serai.keys.Keys;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Step 1. A call refused for its key still says whose key it is, where that is known. */
record AuthenticateKey(Keys keys, ActiveCalls active) implements Processor {
  @Override
  public void process(Exchange exchange) {
    Call call = (Call) exchange.getIn().getBody();
    try {
      Call authenticated = keys.authenticate(call);
      exchange.getIn().setBody(authenticated);
      active.add(authenticated);
      keys.authenticate(authenticated); // revoked before it was listed, the cut has missed it
    } catch (Refusal refusal) {
      keys.callerOf(call.key())
          .ifPresent(caller -> exchange.getIn().setBody(call.withCaller(caller)));
      throw refusal;
    }
  }
}
