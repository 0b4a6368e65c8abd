"""The one GPU kernel, in WGSL: coarse map, bicubic sample, gain and packing in a single pass over the page.

An invocation makes four neighbouring pixels, which in colour are three whole words of BGR bytes: what comes back over
the bus is the page itself. The photograph is a texture of BGRA (or of one channel), so that its cache serves the
sixteen neighbours of a pixel. Fractions come from the same bilinear rule and weights as in `reference`.
"""

from __future__ import annotations

__all__ = ["INVOCATION_PX", "WGSL", "WORKGROUP"]

WORKGROUP = (8, 16)
"""Invocations in a workgroup, across and down."""
INVOCATION_PX = 4

WGSL = """
struct Job {
  source: vec2u,     // pixels of the photograph's window
  page: vec2u,       // pixels of this tile of the page
  nodes: vec2u,      // columns and rows of the coarse map
  words: u32,        // u32 words in a row of the result
  step: f32,         // page pixels between nodes
}

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var<storage, read> nodes: array<vec2f>;
@group(0) @binding(2) var<storage, read> gains: array<f32>;
@group(0) @binding(3) var<storage, read_write> page: array<u32>;
@group(0) @binding(4) var<uniform> job: Job;

fn weights(t: f32) -> vec4f {
  let a = -0.75;
  let b = 1.0 - t;
  let before = ((a * (t + 1.0) - 5.0 * a) * (t + 1.0) + 8.0 * a) * (t + 1.0) - 4.0 * a;
  let here = ((a + 2.0) * t - (a + 3.0)) * t * t + 1.0;
  let after = ((a + 2.0) * b - (a + 3.0)) * b * b + 1.0;
  return vec4f(before, here, after, 1.0 - before - here - after);
}

fn resampled(x: u32, y: u32) -> vec3f {
  let at = vec2f(f32(x), f32(y)) / job.step;
  let cell = min(vec2u(at), job.nodes - vec2u(2u, 2u));
  let f = at - vec2f(cell);
  let k = cell.y * job.nodes.x + cell.x;
  let below = k + job.nodes.x;
  let p = mix(mix(nodes[k], nodes[k + 1u], f.x), mix(nodes[below], nodes[below + 1u], f.x), f.y);
  let gain = mix(mix(gains[k], gains[k + 1u], f.x), mix(gains[below], gains[below + 1u], f.x), f.y);
  let base = floor(p);
  let wx = weights(p.x - base.x);
  let wy = weights(p.y - base.y);
  let last = vec2i(job.source) - vec2i(1, 1);
  var sum = vec3f(0.0);
  for (var j = 0; j < 4; j++) {
    var row = vec3f(0.0);
    for (var i = 0; i < 4; i++) {
      let pixel = clamp(vec2i(base) + vec2i(i - 1, j - 1), vec2i(0, 0), last);
      row += wx[i] * textureLoad(source, pixel, 0).rgb;
    }
    sum += wy[j] * row;
  }
  return sum * gain;
}

@compute @workgroup_size(8, 16)
fn colour(@builtin(global_invocation_id) id: vec3u) {
  if (id.x * 4u >= job.page.x || id.y >= job.page.y) { return; }
  let a = resampled(id.x * 4u, id.y);
  let b = resampled(id.x * 4u + 1u, id.y);
  let c = resampled(id.x * 4u + 2u, id.y);
  let d = resampled(id.x * 4u + 3u, id.y);
  let first = id.y * job.words + id.x * 3u;
  page[first] = pack4x8unorm(vec4f(a, b.x));
  page[first + 1u] = pack4x8unorm(vec4f(b.yz, c.xy));
  page[first + 2u] = pack4x8unorm(vec4f(c.z, d));
}

@compute @workgroup_size(8, 16)
fn gray(@builtin(global_invocation_id) id: vec3u) {
  if (id.x * 4u >= job.page.x || id.y >= job.page.y) { return; }
  let x = id.x * 4u;
  page[id.y * job.words + id.x] = pack4x8unorm(vec4f(
    resampled(x, id.y).x, resampled(x + 1u, id.y).x, resampled(x + 2u, id.y).x, resampled(x + 3u, id.y).x));
}
"""
