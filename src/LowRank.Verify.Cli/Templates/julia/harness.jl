# A harness for `lowrank gate`: put your functions into ORACLES. Needs the package JSON.
#
#     {{lowrank}} gate -- julia --startup-file=no harness.jl
#
# `{{lowrank}} describe` lists the oracles, `{{lowrank}} describe <id>` shows the formula and the inputs of one.
using Base64, LinearAlgebra
import JSON

const PRECISION = "float64"  # what you compute in: float64, float32, bfloat16 or float16

# Thrown where a case is not treated: it is skipped, with the reason. Any other exception is an error.
struct Skip <: Exception
    reason::String
end

frobenius_norm(inputs) = norm(inputs["A"])

spectral_norm(inputs) = throw(Skip("not implemented: spectral norm"))  # TODO

# Oracle => (revision, function of the inputs). Only what stands here is asked.
const ORACLES = Dict(
    "spectra/frobenius-norm" => (1, frobenius_norm),
    "spectra/spectral-norm" => (1, spectral_norm),
)

"A matrix, a vector, or a number; a string is the exact rational that it spells."
read_value(value::Number) = value
read_value(value::AbstractVector) = [read_value(item) for item in value]

function read_value(value::AbstractString)
    parts = split(value, '/')
    number(text) = parse(BigFloat, text)
    return Float64(length(parts) == 1 ? number(parts[1]) : number(parts[1]) / number(parts[2]))
end

function read_value(value::AbstractDict)
    raw, dtype = base64decode(value["data"]), value["dtype"]
    entries = if dtype == "bfloat16"
        reinterpret(Float32, UInt32.(ltoh.(reinterpret(UInt16, raw))) .<< 16)
    elseif dtype == "int8"
        reinterpret(Int8, raw) .* Float64(value["scale"])
    else
        kind, bits = Dict("float64" => (Float64, UInt64), "float32" => (Float32, UInt32), "float16" => (Float16, UInt16))[dtype]
        reinterpret(kind, ltoh.(reinterpret(bits, raw)))
    end
    rows, columns = value["shape"]
    return permutedims(reshape(Float64.(entries), columns, rows))
end

"A result as JSON, exactly: numbers, rationals, integers of any size, vectors, matrices row by row, Dicts of parts."
write_value(value::AbstractDict) = Dict(string(name) => write_value(part) for (name, part) in value)
write_value(value::AbstractMatrix) = [write_value(row) for row in eachrow(value)]
write_value(value::Union{AbstractVector,Tuple}) = [write_value(item) for item in value]
write_value(value::Bool) = error("a number was expected, not a Bool")
write_value(value::Integer) = abs(big(value)) < big(2)^53 ? Int(value) : string(value)
write_value(value::Rational) = string(numerator(value), "/", denominator(value))
write_value(value::Union{Float16,Float32,Float64}) = isfinite(value) ? Float64(value) : isnan(value) ? "nan" : value > 0 ? "inf" : "-inf"
write_value(value::BigFloat) = isfinite(value) ? write_value(Rational{BigInt}(value)) : write_value(Float64(value))

"A number, a vector or a Dict of parts; beyond the range of doubles answer Dict(\"log10\" => x) in its place."
function answer(oracle, inputs)
    try
        result = write_value(ORACLES[oracle][2](Dict(name => read_value(value) for (name, value) in inputs)))
        return result isa AbstractDict && haskey(result, "log10") ? result : Dict("value" => result)
    catch failure
        failure isa Skip && return Dict("skipped" => failure.reason)
        return Dict("error" => sprint(showerror, failure))
    end
end

function start(request)
    request["protocol"] == 1 || error("protocol $(request["protocol"]) is not understood, 1 is")
    return Dict(
        "protocol" => 1,
        "implementation" => Dict("name" => "my implementation", "version" => "0.1", "language" => "julia"),
        "precision" => PRECISION,
        "oracles" => Dict(oracle => revision for (oracle, (revision, _)) in ORACLES),
        "conventions" => Dict("log" => "e"),
    )
end

function main()
    # Standard output belongs to the protocol: whatever else is printed, by whatever library, goes to standard error.
    answers = stdout
    redirect_stdout(stderr)
    for line in eachline(stdin)
        request = JSON.parse(line)
        request["op"] == "stop" && return
        reply = request["op"] == "start" ? start(request) :
            merge(Dict{String,Any}("seq" => request["seq"]), answer(request["oracle"], request["inputs"]))
        println(answers, JSON.json(reply))
        flush(answers)
    end
end

main()
