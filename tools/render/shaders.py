"""GLSL of the renderer: one lit surface with shadow, skinned or still, and a depth pass."""

from __future__ import annotations

MAX_BONES = 32
TWO_SIDED = 6
"""Plain surface whose inside may be seen (cloth); the runner's other surfaces are closed."""

_SKIN = """
uniform mat4 bones[32];
in vec4 in_index; in vec4 in_weight;
mat4 skin() {
    return bones[int(in_index.x)] * in_weight.x + bones[int(in_index.y)] * in_weight.y
         + bones[int(in_index.z)] * in_weight.z + bones[int(in_index.w)] * in_weight.w;
}
"""
_STILL = "mat4 skin() { return mat4(1.0); }\n"

_VERTEX = """
uniform mat4 model; uniform mat4 clip; uniform mat4 light;
in vec3 in_position; in vec3 in_normal; in vec3 in_colour; in float in_surface;
out vec3 world; out vec3 normal; out vec3 colour; out float surface; out vec4 lit; out vec3 local;
void main() {
    mat4 m = model * skin();
    vec4 p = m * vec4(in_position, 1.0);
    local = in_position; world = p.xyz; normal = mat3(m) * in_normal;
    colour = in_colour; surface = in_surface; lit = light * p; gl_Position = clip * p;
}
"""

_DEPTH_VERTEX = """
uniform mat4 model; uniform mat4 light;
in vec3 in_position;
void main() { gl_Position = light * model * skin() * vec4(in_position, 1.0); }
"""

DEPTH_FRAGMENT = "#version 330\nvoid main() {}\n"

_FRAGMENT = """
uniform vec3 eye; uniform vec3 sun; uniform float sun_power; uniform float sky_power;
uniform float travel; uniform sampler2DShadow shadow;
uniform float far_shade; uniform float near_side;
in vec3 world; in vec3 normal; in vec3 colour; in float surface; in vec4 lit; in vec3 local;
out vec4 pixel;
float hash(vec2 p) { return fract(sin(dot(p, vec2(127.1, 311.7))) * 43758.5453); }
float noise(vec2 p) {
    vec2 i = floor(p), f = fract(p); f = f * f * (3.0 - 2.0 * f);
    return mix(mix(hash(i), hash(i + vec2(1, 0)), f.x),
               mix(hash(i + vec2(0, 1)), hash(i + vec2(1, 1)), f.x), f.y);
}
vec3 paint(vec3 base) {
#if KIND == 1
    float u = mod(local.x + travel, 3.2);
    float grain = 0.75 + 0.5 * noise(vec2(u, local.z) * 160.0);
    float seam = 1.0 + 0.9 * smoothstep(0.02, 0.0, abs(u - 0.3 - 0.3 * local.z));
    float mark = step(abs(u - 1.7), 0.16) * step(abs(local.z), 0.035);
    return base * grain * seam + 0.10 * mark;
#elif KIND == 2
    float row = floor(world.z * 5.5);
    float along = world.x * 0.9 + hash(vec2(row, 3.0)) * 7.0;
    float tone = 0.82 + 0.3 * hash(vec2(row, floor(along)));
    float gap = step(0.02, fract(world.z * 5.5)) * step(0.008, fract(along));
    return base * tone * (0.55 + 0.45 * gap) * (0.9 + 0.2 * noise(world.xz * vec2(8, 60)));
#elif KIND == 3
    return base * (0.94 + 0.08 * noise(world.xy * 2.0 + world.z));
#elif KIND == 4
    return base * (0.7 + 0.3 * noise(local.xz * 90.0) + 0.3 * noise(local.xz * 9.0));
#elif KIND == 5
    return base * (0.55 + 0.5 * noise(local.xz * 40.0) + 0.4 * noise(local.xz * 3.0 + local.y));
#else
    return base;
#endif
}
void main() {
    vec3 n = normalize(normal);
    vec3 to_eye = normalize(eye - world);
    if (dot(n, to_eye) < 0.0) n = -n;
    vec3 base = paint(colour);
    float facing_sun = max(dot(n, sun), 0.0);
    vec3 s = lit.xyz / lit.w * 0.5 + 0.5;
    float open = 1.0;
    if (s.x > 0.0 && s.x < 1.0 && s.y > 0.0 && s.y < 1.0)
        open = texture(shadow, vec3(s.xy, s.z - 0.0015 - 0.003 * (1.0 - facing_sun)));
    float up = 0.5 + 0.5 * n.y;
    vec3 ambient = sky_power * mix(vec3(0.62, 0.58, 0.55), vec3(1.0, 1.02, 1.05), up);
    ambient *= 0.8 + 0.2 * max(dot(n, to_eye), 0.0);
    float shade = 1.0 - far_shade * smoothstep(0.02, -0.10, near_side * world.z);
    vec3 halfway = normalize(sun + to_eye);
    float h = max(dot(n, halfway), 0.0);
    h *= h; h *= h; h *= h;
    float shine = surface * h * h * h * open;
    vec3 light_in = shade * (ambient + sun_power * facing_sun * open * vec3(1.0, 0.97, 0.92));
    vec3 c = base * light_in + 0.35 * sun_power * vec3(shine);
    c = c * (1.0 + c * 0.15) / (1.0 + c * 0.55);
    pixel = vec4(sqrt(clamp(c, 0.0, 1.0)), 1.0);
}
"""


def fragment_shader(pattern: int) -> str:
    """Return the source for one procedural surface (software OpenGL pays for every branch)."""
    return f"#version 330\n#define KIND {pattern}\n{_FRAGMENT}"


def vertex_shader(*, skinned: bool, depth: bool) -> str:
    """Return the source of a vertex shader."""
    return "#version 330\n" + (_SKIN if skinned else _STILL) + (_DEPTH_VERTEX if depth else _VERTEX)
