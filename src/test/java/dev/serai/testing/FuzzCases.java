package dev.serai.testing;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * How many cases the properties try that this hook is on: the few they say, always the same ones,
 * or with {@code -Dserai.fuzz=1000000} a share each of so many, others each time. Put on a class by
 * {@code @AddLifecycleHook}.
 */
public final class FuzzCases implements AroundPropertyHook {
  /** Properties over parts of the gateway: each gets this part of the cases. */
  private static final int SHARES = 16;

  /** Asked for on the command line; 0 without. */
  public static long wanted() {
    return Long.getLong("serai.fuzz", 0);
  }

  /** A build tries what it tried before, and fails for what was changed, not by luck. */
  public static void alwaysTheSame(PropertyLifecycleContext context) {
    context.attributes().setSeed("20261122");
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    if (wanted() > 0)
      context.attributes().setTries((int) Math.clamp(wanted() / SHARES, 1, Integer.MAX_VALUE));
    else alwaysTheSame(context);
    return property.execute();
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public int aroundPropertyProximity() {
    return -1000; // before the properties are read
  }
}
