/**
 * The request path: wires the steps of {@code routes/gateway.camel.yaml} to Camel. The only package
 * that knows Camel's API; the features' steps are plain {@code Call -> Call}. Nothing here blocks:
 * every processor runs on the call's event loop, a team's own YAML steps on a virtual thread. Start
 * at {@link dev.serai.pipeline.PipelineConfiguration}, which gives the processors the names that
 * the route uses.
 */
@org.springframework.modulith.ApplicationModule
@org.jspecify.annotations.NullMarked
package dev.serai.pipeline;
