package dev.serai.pipeline;

import dev.serai.dialects.EchoReplies;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The built-in provider's only step: answers itself, so that a first call works without any
 * provider's key and without a network.
 */
final class Echo implements Processor {
  @Override
  public void process(Exchange exchange) {
    Attempting attempt = exchange.getProperty(Attempting.PROPERTY, Attempting.class);
    attempt.reply = EchoReplies.of(attempt.call, attempt.candidate.model());
  }
}
