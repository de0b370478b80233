import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.js';

function breaker() {
  const clock = { now: 1000 };
  return { clock, circuit: new CircuitBreaker({ failures: 3, openMs: 60_000 }, () => clock.now) };
}

describe('CircuitBreaker', () => {
  it('opens after failures in a row only', () => {
    const { circuit } = breaker();
    circuit.failure();
    circuit.failure();
    circuit.success();
    circuit.failure();
    circuit.failure();
    expect(circuit.state).toBe('closed');
    circuit.failure();
    expect(circuit.state).toBe('open');
    expect(circuit.allow()).toBe(false);
    expect(circuit.waitMs).toBe(60_000);
  });

  it('lets one probe through after the pause, closes on success and opens again on failure', () => {
    const { circuit, clock } = breaker();
    for (let i = 0; i < 3; i += 1) circuit.failure();
    clock.now += 60_000;
    expect([circuit.allow(), circuit.allow()]).toEqual([true, false]);
    circuit.failure();
    expect(circuit.state).toBe('open');
    clock.now += 60_000;
    expect(circuit.allow()).toBe(true);
    circuit.neutral();
    expect(circuit.allow()).toBe(true);
    circuit.success();
    expect([circuit.state, circuit.allow(), circuit.allow()]).toEqual(['closed', true, true]);
  });

  it('stays open as long as the peer asked for', () => {
    const { circuit, clock } = breaker();
    for (let i = 0; i < 3; i += 1) circuit.failure(120_000);
    clock.now += 60_000;
    expect(circuit.allow()).toBe(false);
    clock.now += 60_000;
    expect(circuit.allow()).toBe(true);
  });

  it('pauses without failures', () => {
    const { circuit, clock } = breaker();
    circuit.pause(500);
    expect(circuit.allow()).toBe(false);
    clock.now += 500;
    expect(circuit.allow()).toBe(true);
  });
});
