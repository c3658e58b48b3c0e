package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.FuzzCases;
import java.util.Random;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Anything through one gateway over real sockets: bodies, headers, paths, and what providers say.
 * Whatever it is, it is answered in time and never by an error of ours, each call is recorded, a
 * provider gets the client's bytes, and nothing is left behind. A failure shows the case; it then
 * becomes a test of its own. With {@code -Dserai.fuzz=1000000} so many cases, a quarter each.
 */
@AddLifecycleHook(FuzzedGatewayTest.Batches.class)
class FuzzedGatewayTest {
  private static final int BATCH = FuzzCases.wanted() > 0 ? 2000 : 400;
  private static final int BATCHES_PER_LOOK = 25;
  private static final int PROPERTIES = 4;

  /** Once for all; grows no further however many cases there are. */
  private static final long HEAP_GROWTH = 48L << 20;

  private static FuzzScene scene;
  private static int batches;

  @BeforeContainer
  static void start() {
    scene = new FuzzScene();
  }

  @AfterContainer
  static void stop() {
    scene.close();
  }

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void anyBody(@ForAll long seed) throws Exception {
    batch(seed, FuzzedCalls::body);
  }

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void anyHeaders(@ForAll long seed) throws Exception {
    batch(seed, FuzzedCalls::headers);
  }

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void anyPath(@ForAll long seed) throws Exception {
    batch(seed, FuzzedCalls::path);
  }

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void anyReply(@ForAll long seed) throws Exception {
    batch(seed, FuzzedCalls::reply);
  }

  private static void batch(long seed, BiFunction<FuzzedCalls, Integer, FuzzedCalls.Sent> kind)
      throws Exception {
    FuzzedCalls calls = new FuzzedCalls(new Random(seed));
    assertThat(scene.play(i -> kind.apply(calls, i), BATCH)).as("findings").isEmpty();
    if (batches++ % BATCHES_PER_LOOK != 0) return;
    assertThat(scene.heapGrowth())
        .as("live heap, bytes more than in the beginning")
        .isLessThan(HEAP_GROWTH);
  }

  /** One try is a batch of cases. */
  static final class Batches implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(
        PropertyLifecycleContext context, PropertyExecutor property) {
      if (FuzzCases.wanted() > 0)
        context.attributes().setTries((int) Math.max(1, FuzzCases.wanted() / PROPERTIES / BATCH));
      else FuzzCases.alwaysTheSame(context);
      return property.execute();
    }

    @Override
    public PropagationMode propagateTo() {
      return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public int aroundPropertyProximity() {
      return -1000;
    }
  }
}
