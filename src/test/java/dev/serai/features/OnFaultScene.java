package dev.serai.features;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** One scene for all tests of a class, of whose calls nothing may be left after each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnFaultScene {
  final FaultScene scene;

  OnFaultScene(FaultScene scene) {
    this.scene = scene;
  }

  @BeforeEach
  void begin() {
    scene.reset();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    scene.nothingLeft();
  }

  @AfterAll
  void close() {
    scene.close();
  }
}
