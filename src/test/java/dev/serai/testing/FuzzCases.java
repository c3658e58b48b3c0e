package dev.serai.testing;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * How many cases the properties try that this hook is on: the few they say, or with {@code
 * -Dserai.fuzz=1000000} a share each of so many. Put on a class by {@code @AddLifecycleHook}.
 */
public final class FuzzCases implements AroundPropertyHook {
  /** Properties over parts of the gateway: each gets this part of the cases. */
  private static final int SHARES = 16;

  /** Asked for on the command line; 0 without. */
  public static long wanted() {
    return Long.getLong("serai.fuzz", 0);
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    if (wanted() > 0)
      context.attributes().setTries((int) Math.clamp(wanted() / SHARES, 1, Integer.MAX_VALUE));
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
