// Generated from schemas/parts by `npm run generate`; do not edit.
import type { Schema } from './explain.ts';

/** schemas/architecture.schema.json without its prose, with the words for mistakes and the strings that name files. */
export const SCHEMA: Schema = {
 "type": "object",
 "properties": {
  "version": {
   "const": 1
  },
  "extends": {
   "anyOf": [
    {
     "$ref": "#/$defs/ExtendsName"
    },
    {
     "type": "array",
     "minItems": 1,
     "uniqueItems": true,
     "items": {
      "$ref": "#/$defs/ExtendsName"
     }
    }
   ],
   "errorMessage": "is a file, a package's preset or a list of them, such as arch-lint/modular-monolith"
  },
  "include": {
   "$ref": "#/$defs/Globs"
  },
  "part_of": {
   "type": "string",
   "minLength": 1,
   "format": "outer"
  },
  "preset": {
   "$ref": "#/$defs/Name"
  },
  "project": {
   "$ref": "#/$defs/Project"
  },
  "requirements": {
   "$ref": "#/$defs/Requirements"
  },
  "constraints": {
   "$ref": "#/$defs/Constraints"
  },
  "priorities": {
   "$ref": "#/$defs/Priorities"
  },
  "style": {
   "$ref": "#/$defs/Style"
  },
  "layers": {
   "$ref": "#/$defs/Layers"
  },
  "components": {
   "type": "object",
   "propertyNames": {
    "$ref": "#/$defs/Name"
   },
   "minProperties": 1,
   "additionalProperties": {
    "$ref": "#/$defs/Component"
   }
  },
  "contexts": {
   "type": "array",
   "items": {
    "$ref": "#/$defs/Context"
   }
  },
  "bounded_context": {
   "anyOf": [
    {
     "$ref": "#/$defs/Context"
    },
    {
     "type": "array",
     "items": {
      "$ref": "#/$defs/Context"
     }
    }
   ],
   "errorMessage": "is a bounded context or a list of them"
  },
  "externals": {
   "type": "object",
   "propertyNames": {
    "$ref": "#/$defs/Name"
   },
   "additionalProperties": {
    "$ref": "#/$defs/External"
   }
  },
  "data_stores": {
   "type": "object",
   "propertyNames": {
    "$ref": "#/$defs/Name"
   },
   "additionalProperties": {
    "$ref": "#/$defs/DataStore"
   }
  },
  "caches": {
   "type": "object",
   "propertyNames": {
    "$ref": "#/$defs/Name"
   },
   "additionalProperties": {
    "$ref": "#/$defs/Cache"
   }
  },
  "queues": {
   "type": "object",
   "propertyNames": {
    "$ref": "#/$defs/Name"
   },
   "additionalProperties": {
    "$ref": "#/$defs/Queue"
   }
  },
  "sagas": {
   "type": "array",
   "items": {
    "$ref": "#/$defs/Saga"
   }
  },
  "saga": {
   "anyOf": [
    {
     "$ref": "#/$defs/Saga"
    },
    {
     "type": "array",
     "items": {
      "$ref": "#/$defs/Saga"
     }
    }
   ],
   "errorMessage": "is a saga or a list of them"
  },
  "circuit_breakers": {
   "type": "array",
   "items": {
    "$ref": "#/$defs/CircuitBreaker"
   }
  },
  "circuit_breaker": {
   "anyOf": [
    {
     "$ref": "#/$defs/CircuitBreaker"
    },
    {
     "type": "array",
     "items": {
      "$ref": "#/$defs/CircuitBreaker"
     }
    }
   ],
   "errorMessage": "is a circuit breaker or a list of them"
  },
  "consistency": {
   "type": "array",
   "items": {
    "$ref": "#/$defs/ConsistencyNeed"
   }
  },
  "apis": {
   "type": "object",
   "propertyNames": {
    "$ref": "#/$defs/Name"
   },
   "additionalProperties": {
    "$ref": "#/$defs/Api"
   }
  },
  "tracing": {
   "$ref": "#/$defs/Tracing"
  },
  "infrastructure": {
   "$ref": "#/$defs/Infrastructure"
  },
  "security": {
   "$ref": "#/$defs/Security"
  },
  "tenancy": {
   "$ref": "#/$defs/Tenancy"
  },
  "observability": {
   "$ref": "#/$defs/Observability"
  },
  "log_format": {
   "$ref": "#/$defs/LogLine"
  },
  "deployment": {
   "$ref": "#/$defs/Deployment"
  },
  "disaster_recovery": {
   "$ref": "#/$defs/DisasterRecovery"
  },
  "decisions": {
   "$ref": "#/$defs/Decisions"
  },
  "patterns": {
   "type": "array",
   "items": {
    "$ref": "#/$defs/Pattern"
   }
  },
  "migration": {
   "$ref": "#/$defs/Migration"
  },
  "estimates": {
   "$ref": "#/$defs/Estimates"
  },
  "rules": {
   "type": "array",
   "items": {
    "$ref": "#/$defs/Rule"
   }
  },
  "recognise": {
   "$ref": "#/$defs/Recognise"
  },
  "files": {
   "$ref": "#/$defs/FileRoles"
  },
  "scoring": {
   "$ref": "#/$defs/Scoring"
  },
  "checks": {
   "type": "object",
   "propertyNames": {
    "$ref": "#/$defs/CheckId"
   },
   "additionalProperties": {
    "$ref": "#/$defs/CheckSetting"
   }
  },
  "waivers": {
   "type": "array",
   "items": {
    "$ref": "#/$defs/Waiver"
   }
  },
  "plugins": {
   "type": "array",
   "uniqueItems": true,
   "items": {
    "type": "string",
    "minLength": 1,
    "pattern": "^(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$",
    "errorMessage": "is the name of a package"
   }
  }
 },
 "required": [
  "version"
 ],
 "anyOf": [
  {
   "required": [
    "project",
    "components"
   ]
  },
  {
   "required": [
    "extends"
   ]
  },
  {
   "required": [
    "part_of"
   ]
  },
  {
   "required": [
    "preset"
   ]
  }
 ],
 "$defs": {
  "Project": {
   "properties": {
    "name": {
     "$ref": "#/$defs/Name"
    },
    "description": {
     "$ref": "#/$defs/Text"
    },
    "type": {
     "enum": [
      "greenfield",
      "migration",
      "refactor",
      "scale-up"
     ]
    },
    "stage": {
     "enum": [
      "prototype",
      "MVP",
      "growth",
      "scale",
      "enterprise"
     ]
    },
    "team_size": {
     "type": "integer",
     "minimum": 0
    },
    "expected_users": {
     "anyOf": [
      {
       "enum": [
        "1K",
        "10K",
        "100K",
        "1M",
        "10M+"
       ]
      },
      {
       "type": "string",
       "pattern": "^[<>~≤≥]?\\s*\\d+(\\.\\d+)?\\s*[kKmMbB]?\\+?(\\s*users)?$"
      },
      {
       "type": "integer",
       "minimum": 0
      }
     ],
     "errorMessage": "is a number of users, such as 1K, 10K, 100K, 1M or 10M+"
    }
   },
   "required": [
    "name"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "Requirements": {
   "properties": {
    "functional": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "non_functional": {
     "$ref": "#/$defs/NonFunctional"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "NonFunctional": {
   "properties": {
    "availability": {
     "anyOf": [
      {
       "enum": [
        "99%",
        "99.9%",
        "99.99%",
        "99.999%",
        "best effort"
       ]
      },
      {
       "$ref": "#/$defs/Percent"
      }
     ],
     "errorMessage": "is a share of the time, such as \"99%\", \"99.9%\", \"99.99%\" or \"99.999%\""
    },
    "latency_p99": {
     "anyOf": [
      {
       "enum": [
        "< 100ms",
        "< 500ms",
        "< 2s",
        "best effort"
       ]
      },
      {
       "type": "string",
       "pattern": "^[<≤]?=?\\s*\\d+(\\.\\d+)?\\s*(ms|s|secs?|seconds?|m|mins?|minutes?)$"
      }
     ],
     "errorMessage": "is a length of time or \"best effort\", such as \"< 100ms\", \"< 500ms\" or \"< 2s\""
    },
    "throughput": {
     "anyOf": [
      {
       "enum": [
        "10 rps",
        "100 rps",
        "1K rps",
        "10K+ rps"
       ]
      },
      {
       "$ref": "#/$defs/Rate"
      }
     ],
     "errorMessage": "is a rate, such as \"10 rps\", \"100 rps\", \"1K rps\" or \"10K+ rps\""
    },
    "data_volume": {
     "anyOf": [
      {
       "enum": [
        "GB",
        "TB",
        "PB"
       ]
      },
      {
       "type": "string",
       "pattern": "^[<>~≤≥]?\\s*(\\d+(\\.\\d+)?\\s*)?[KMGTP]i?B\\+?$"
      }
     ],
     "errorMessage": "is an amount of data, such as GB, TB, PB or \"500 GB\""
    },
    "consistency": {
     "$ref": "#/$defs/Consistency"
    },
    "compliance": {
     "anyOf": [
      {
       "$ref": "#/$defs/Regime"
      },
      {
       "type": "array",
       "uniqueItems": true,
       "items": {
        "$ref": "#/$defs/Regime"
       }
      }
     ],
     "errorMessage": "is none, or a regime or a list of them, such as [GDPR, PCI]"
    },
    "real_time": {
     "type": "boolean"
    },
    "timezones": {
     "type": "integer",
     "minimum": 1
    },
    "peak_to_baseline": {
     "type": "number",
     "minimum": 1
    },
    "read_write_ratio": {
     "type": "number",
     "minimum": 0
    },
    "audit_trail": {
     "type": "boolean"
    },
    "temporal_queries": {
     "type": "boolean"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Regime": {
   "anyOf": [
    {
     "enum": [
      "none",
      "SOC2",
      "HIPAA",
      "PCI",
      "GDPR"
     ]
    },
    {
     "type": "string",
     "minLength": 1
    }
   ],
   "errorMessage": "is the name of a regime, such as none, SOC2, HIPAA, PCI or GDPR"
  },
  "Constraints": {
   "properties": {
    "budget": {
     "enum": [
      "bootstrap",
      "startup",
      "growth",
      "enterprise"
     ]
    },
    "timeline": {
     "enum": [
      "weeks",
      "months",
      "quarters"
     ]
    },
    "team_skills": {
     "anyOf": [
      {
       "type": "array",
       "items": {
        "type": "string",
        "minLength": 1
       }
      },
      {
       "type": "string"
      }
     ],
     "errorMessage": "is a list of languages and frameworks, such as [typescript, postgresql]"
    },
    "existing_infra": {
     "anyOf": [
      {
       "type": "string"
      },
      {
       "type": "array",
       "items": {
        "type": "string",
        "minLength": 1
       }
      }
     ],
     "errorMessage": "is a text or a list, such as AWS or [AWS, Auth0]"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Priorities": {
   "properties": {
    "time_to_market": {
     "$ref": "#/$defs/Rank"
    },
    "scalability": {
     "$ref": "#/$defs/Rank"
    },
    "maintainability": {
     "$ref": "#/$defs/Rank"
    },
    "cost_efficiency": {
     "$ref": "#/$defs/Rank"
    },
    "reliability": {
     "$ref": "#/$defs/Rank"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Rank": {
   "type": "integer",
   "minimum": 1,
   "maximum": 5
  },
  "Estimates": {
   "properties": {
    "users": {
     "type": "number",
     "minimum": 0
    },
    "daily_active_users": {
     "type": "number",
     "minimum": 0
    },
    "actions_per_day": {
     "type": "number",
     "minimum": 0
    },
    "requests_per_day": {
     "type": "number",
     "minimum": 0
    },
    "average_response_kb": {
     "type": "number",
     "minimum": 0
    },
    "records_per_day": {
     "type": "number",
     "minimum": 0
    },
    "average_record_kb": {
     "type": "number",
     "minimum": 0
    },
    "peak_factor": {
     "type": "number",
     "minimum": 1
    },
    "retention_days": {
     "type": "number",
     "minimum": 1
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Glob": {
   "type": "string",
   "minLength": 1,
   "format": "glob"
  },
  "Globs": {
   "anyOf": [
    {
     "$ref": "#/$defs/Glob"
    },
    {
     "type": "array",
     "minItems": 1,
     "uniqueItems": true,
     "items": {
      "$ref": "#/$defs/Glob"
     }
    }
   ],
   "errorMessage": "is a folder, file or glob of the repository, or a list of them"
  },
  "File": {
   "type": "string",
   "minLength": 1,
   "format": "file"
  },
  "Name": {
   "type": "string",
   "minLength": 1,
   "pattern": "^\\S(.*\\S)?$",
   "errorMessage": "is a name that is not empty and has no spaces at its ends"
  },
  "Names": {
   "type": "array",
   "uniqueItems": true,
   "items": {
    "$ref": "#/$defs/Name"
   }
  },
  "NameOrNames": {
   "anyOf": [
    {
     "$ref": "#/$defs/Name"
    },
    {
     "type": "array",
     "minItems": 1,
     "uniqueItems": true,
     "items": {
      "$ref": "#/$defs/Name"
     }
    }
   ],
   "errorMessage": "is a name or a list of names"
  },
  "Text": {
   "type": "string",
   "minLength": 1
  },
  "Duration": {
   "type": "string",
   "pattern": "^\\d+(\\.\\d+)?\\s*(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$",
   "errorMessage": "is a length of time with its unit, such as \"500ms\", \"10s\", \"5m\", \"1h\" or \"7d\""
  },
  "Size": {
   "type": "string",
   "pattern": "^\\d+(\\.\\d+)?\\s*([kKMGTPE]i?)?[bB]?$",
   "errorMessage": "is an amount of data with its unit, such as \"512Mi\", \"20 KB\" or \"100GB\""
  },
  "Rate": {
   "type": "string",
   "pattern": "^[<>~≤≥]?\\s*\\d+(\\.\\d+)?\\s*[kKmM]?\\+?\\s*(rps|qps|tps|(req(uests?)?\\s*)?(/|per)\\s*(s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?))$",
   "errorMessage": "is a rate with its unit, such as \"100 rps\", \"10K+ rps\" or \"100/min\""
  },
  "Date": {
   "type": "string",
   "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
   "errorMessage": "is a day written as year-month-day, such as 2027-01-31"
  },
  "Percent": {
   "anyOf": [
    {
     "type": "string",
     "pattern": "^[<>~≤≥]?\\s*\\d{1,3}(\\.\\d+)?\\s*%$"
    },
    {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    }
   ],
   "errorMessage": "is a share of a hundred, such as \"99.9%\""
  },
  "Criticality": {
   "enum": [
    "critical",
    "important",
    "optional"
   ]
  },
  "Consistency": {
   "enum": [
    "strong",
    "eventual",
    "causal"
   ]
  },
  "Env": {
   "type": "array",
   "uniqueItems": true,
   "items": {
    "type": "string",
    "minLength": 1
   }
  },
  "Reason": {
   "type": "string",
   "minLength": 1
  },
  "Decision": {
   "anyOf": [
    {
     "type": "string",
     "minLength": 1
    },
    {
     "type": "integer",
     "minimum": 0
    }
   ],
   "errorMessage": "is a decision record, as a file of the repository or by its number"
  },
  "Retries": {
   "properties": {
    "max_attempts": {
     "type": "integer",
     "minimum": 0
    },
    "backoff": {
     "enum": [
      "none",
      "fixed",
      "linear",
      "exponential"
     ]
    },
    "jitter": {
     "anyOf": [
      {
       "type": "boolean"
      },
      {
       "enum": [
        "full",
        "equal",
        "decorrelated"
       ]
      }
     ],
     "errorMessage": "is true or false, or the kind of jitter: full, equal or decorrelated"
    },
    "initial_delay": {
     "$ref": "#/$defs/Duration"
    },
    "max_delay": {
     "$ref": "#/$defs/Duration"
    },
    "idempotency_key": {
     "type": "string",
     "minLength": 1
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "CircuitBreaker": {
   "properties": {
    "name": {
     "$ref": "#/$defs/Name"
    },
    "failure_threshold": {
     "type": "number"
    },
    "success_threshold": {
     "type": "number"
    },
    "timeout_seconds": {
     "type": "number"
    },
    "monitoring_window_seconds": {
     "type": "number"
    },
    "half_open_requests": {
     "type": "number"
    },
    "states": {
     "properties": {
      "closed": {
       "$ref": "#/$defs/Text"
      },
      "open": {
       "$ref": "#/$defs/Text"
      },
      "half_open": {
       "$ref": "#/$defs/Text"
      }
     },
     "type": "object",
     "additionalProperties": false
    },
    "fallback": {
     "properties": {
      "strategy": {
       "enum": [
        "cached_response",
        "default_value",
        "error_with_retry_after"
       ]
      },
      "cache_ttl_seconds": {
       "type": "number",
       "minimum": 0
      }
     },
     "required": [
      "strategy"
     ],
     "type": "object",
     "additionalProperties": false
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Bulkhead": {
   "properties": {
    "max_concurrent": {
     "type": "integer",
     "minimum": 1
    },
    "max_queue": {
     "type": "integer",
     "minimum": 0
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Claim": {
   "anyOf": [
    {
     "type": "string",
     "minLength": 1
    },
    {
     "$ref": "#/$defs/EvidencedClaim"
    }
   ],
   "errorMessage": "says what is in place, such as \"waf\", or {how: waf, evidence: infra/waf.tf}"
  },
  "EvidencedClaim": {
   "properties": {
    "how": {
     "$ref": "#/$defs/Text"
    },
    "evidence": {
     "$ref": "#/$defs/Globs"
    }
   },
   "required": [
    "how"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "ExtendsName": {
   "anyOf": [
    {
     "enum": [
      "arch-lint/modular-monolith",
      "arch-lint/hexagonal-service",
      "arch-lint/microservices"
     ]
    },
    {
     "type": "string",
     "minLength": 1
    }
   ],
   "errorMessage": "is a file, a package's preset, or one of arch-lint/modular-monolith, arch-lint/hexagonal-service and arch-lint/microservices"
  },
  "DataStore": {
   "properties": {
    "engine": {
     "anyOf": [
      {
       "enum": [
        "postgresql",
        "mysql",
        "mariadb",
        "sqlite",
        "sqlserver",
        "oracle",
        "mongodb",
        "dynamodb",
        "cassandra",
        "redis",
        "valkey",
        "elasticsearch",
        "opensearch",
        "meilisearch",
        "timescaledb",
        "influxdb",
        "neo4j",
        "neptune",
        "clickhouse",
        "bigquery",
        "snowflake",
        "s3"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is the name of an engine, such as postgresql, mongodb or redis"
    },
    "purpose": {
     "enum": [
      "relational",
      "document",
      "key-value",
      "time-series",
      "search",
      "graph",
      "cache",
      "session",
      "analytics",
      "queue",
      "object-storage",
      "event-log",
      "vector"
     ]
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    },
    "decision": {
     "$ref": "#/$defs/Decision"
    },
    "owner": {
     "$ref": "#/$defs/Name"
    },
    "env": {
     "$ref": "#/$defs/Env"
    },
    "entities": {
     "$ref": "#/$defs/Names"
    },
    "criticality": {
     "$ref": "#/$defs/Criticality"
    },
    "scaling": {
     "$ref": "#/$defs/StoreScaling"
    },
    "replicas": {
     "type": "integer",
     "minimum": 1
    },
    "multi_zone": {
     "type": "boolean"
    },
    "standby": {
     "$ref": "#/$defs/Text"
    },
    "mitigation": {
     "$ref": "#/$defs/Text"
    },
    "encryption_at_rest": {
     "anyOf": [
      {
       "type": "boolean"
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is true or false, or the cipher, such as aes-256"
    },
    "tls": {
     "type": "boolean"
    },
    "backup": {
     "$ref": "#/$defs/Backup"
    },
    "storage_limit": {
     "$ref": "#/$defs/Size"
    }
   },
   "required": [
    "engine"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "StoreScaling": {
   "properties": {
    "read_replicas": {
     "type": "integer",
     "minimum": 0
    },
    "sharding": {
     "type": "string",
     "minLength": 1
    },
    "partitioning": {
     "type": "string",
     "minLength": 1
    },
    "pooling": {
     "anyOf": [
      {
       "type": "boolean"
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is true or false, or the pool, such as pgbouncer"
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Backup": {
   "properties": {
    "schedule": {
     "type": "string",
     "minLength": 1
    },
    "retention": {
     "$ref": "#/$defs/Duration"
    },
    "restore_tested": {
     "$ref": "#/$defs/Date"
    },
    "evidence": {
     "$ref": "#/$defs/Globs"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Cache": {
   "properties": {
    "engine": {
     "anyOf": [
      {
       "enum": [
        "redis",
        "valkey",
        "memcached",
        "memory",
        "cdn"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is the name of an engine, such as redis, valkey or memcached"
    },
    "pattern": {
     "enum": [
      "cache-aside",
      "read-through",
      "write-through",
      "write-behind"
     ]
    },
    "key": {
     "anyOf": [
      {
       "type": "string",
       "minLength": 1
      },
      {
       "type": "array",
       "minItems": 1,
       "items": {
        "type": "string",
        "minLength": 1
       }
      }
     ],
     "errorMessage": "is the template of a key, such as \"t:{tenant}:v2:product:{id}\", or a list of them"
    },
    "ttl": {
     "$ref": "#/$defs/Duration"
    },
    "invalidation": {
     "$ref": "#/$defs/Text"
    },
    "stampede_protection": {
     "anyOf": [
      {
       "enum": [
        "lock",
        "probabilistic",
        "single-flight",
        "stale-while-revalidate",
        "none"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is lock, probabilistic, single-flight, stale-while-revalidate or none"
    },
    "expected_hit_ratio": {
     "type": "number",
     "minimum": 0,
     "maximum": 1
    },
    "measured": {
     "$ref": "#/$defs/File"
    },
    "cluster": {
     "type": "boolean"
    },
    "store": {
     "$ref": "#/$defs/Name"
    },
    "used_by": {
     "$ref": "#/$defs/Names"
    },
    "env": {
     "$ref": "#/$defs/Env"
    },
    "criticality": {
     "$ref": "#/$defs/Criticality"
    },
    "replicas": {
     "type": "integer",
     "minimum": 1
    },
    "mitigation": {
     "$ref": "#/$defs/Text"
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    },
    "decision": {
     "$ref": "#/$defs/Decision"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Queue": {
   "properties": {
    "engine": {
     "anyOf": [
      {
       "enum": [
        "sqs",
        "sns",
        "rabbitmq",
        "kafka",
        "nats",
        "redis",
        "bullmq",
        "pubsub",
        "service-bus",
        "kinesis",
        "eventbridge",
        "postgresql"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is the name of an engine, such as sqs, rabbitmq or kafka"
    },
    "dead_letter": {
     "$ref": "#/$defs/Text"
    },
    "max_receives": {
     "type": "integer",
     "minimum": 1
    },
    "ordering": {
     "enum": [
      "none",
      "per-key",
      "fifo"
     ]
    },
    "partition_key": {
     "$ref": "#/$defs/Text"
    },
    "producers": {
     "$ref": "#/$defs/Names"
    },
    "consumers": {
     "$ref": "#/$defs/Names"
    },
    "events": {
     "$ref": "#/$defs/Names"
    },
    "idempotency_key": {
     "$ref": "#/$defs/Text"
    },
    "schema_registry": {
     "$ref": "#/$defs/Claim"
    },
    "consumer_rate_limit": {
     "$ref": "#/$defs/Rate"
    },
    "env": {
     "$ref": "#/$defs/Env"
    },
    "criticality": {
     "$ref": "#/$defs/Criticality"
    },
    "replicas": {
     "type": "integer",
     "minimum": 1
    },
    "mitigation": {
     "$ref": "#/$defs/Text"
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    },
    "decision": {
     "$ref": "#/$defs/Decision"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Saga": {
   "properties": {
    "name": {
     "$ref": "#/$defs/Name"
    },
    "pattern": {
     "enum": [
      "orchestration",
      "choreography"
     ]
    },
    "orchestrator": {
     "$ref": "#/$defs/Name"
    },
    "steps": {
     "type": "array",
     "minItems": 1,
     "items": {
      "$ref": "#/$defs/SagaStep"
     }
    },
    "failure_policy": {
     "anyOf": [
      {
       "enum": [
        "compensate_all_completed_steps",
        "retry_forward",
        "manual_intervention"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "says what happens when a step fails, such as compensate_all_completed_steps"
    },
    "dead_letter": {
     "$ref": "#/$defs/Text"
    }
   },
   "required": [
    "name",
    "steps"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "SagaStep": {
   "properties": {
    "name": {
     "$ref": "#/$defs/Name"
    },
    "service": {
     "$ref": "#/$defs/Name"
    },
    "action": {
     "$ref": "#/$defs/Text"
    },
    "compensation": {
     "$ref": "#/$defs/Text"
    },
    "timeout": {
     "$ref": "#/$defs/Duration"
    },
    "retries": {
     "anyOf": [
      {
       "type": "integer",
       "minimum": 0
      },
      {
       "$ref": "#/$defs/Retries"
      }
     ],
     "errorMessage": "is a number of retries, or {max_attempts: 2, backoff: exponential, jitter: true}"
    }
   },
   "required": [
    "name",
    "service",
    "action"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "ConsistencyNeed": {
   "properties": {
    "operation": {
     "$ref": "#/$defs/Name"
    },
    "level": {
     "$ref": "#/$defs/Consistency"
    },
    "components": {
     "$ref": "#/$defs/Names"
    },
    "mechanism": {
     "enum": [
      "transaction",
      "two-phase-commit",
      "saga",
      "idempotent-consumers"
     ]
    },
    "saga": {
     "$ref": "#/$defs/Name"
    }
   },
   "required": [
    "operation",
    "level"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "Decisions": {
   "properties": {
    "path": {
     "$ref": "#/$defs/Globs"
    },
    "ignore": {
     "$ref": "#/$defs/Globs"
    }
   },
   "required": [
    "path"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "Rule": {
   "properties": {
    "name": {
     "$ref": "#/$defs/Name"
    },
    "because": {
     "$ref": "#/$defs/Text"
    },
    "severity": {
     "enum": [
      "critical",
      "major",
      "minor"
     ]
    },
    "from": {
     "$ref": "#/$defs/Selector"
    },
    "to": {
     "$ref": "#/$defs/Selector"
    },
    "except": {
     "$ref": "#/$defs/Globs"
    },
    "deny": {
     "$ref": "#/$defs/Things"
    },
    "allow": {
     "$ref": "#/$defs/Things"
    },
    "type_imports": {
     "type": "boolean"
    },
    "files": {
     "$ref": "#/$defs/Globs"
    },
    "must_match": {
     "$ref": "#/$defs/FileNames"
    },
    "require": {
     "anyOf": [
      {
       "type": "string",
       "minLength": 1
      },
      {
       "type": "array",
       "minItems": 1,
       "items": {
        "type": "string",
        "minLength": 1
       }
      }
     ],
     "errorMessage": "is a file or a list of files, such as \"{dir}/{name}.test.ts\""
    },
    "decision": {
     "$ref": "#/$defs/Decision"
    }
   },
   "required": [
    "name",
    "because"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "FileNames": {
   "anyOf": [
    {
     "type": "string",
     "minLength": 1
    },
    {
     "type": "array",
     "minItems": 1,
     "items": {
      "type": "string",
      "minLength": 1
     }
    }
   ],
   "errorMessage": "is a pattern of file names, such as \"*.controller.ts\", or a list of them"
  },
  "Selector": {
   "properties": {
    "layer": {
     "$ref": "#/$defs/NameOrNames"
    },
    "component": {
     "$ref": "#/$defs/NameOrNames"
    },
    "files": {
     "$ref": "#/$defs/Globs"
    }
   },
   "minProperties": 1,
   "type": "object",
   "additionalProperties": false
  },
  "Things": {
   "properties": {
    "layers": {
     "$ref": "#/$defs/Names"
    },
    "components": {
     "$ref": "#/$defs/Names"
    },
    "files": {
     "$ref": "#/$defs/Globs"
    },
    "packages": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1
     }
    },
    "builtins": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1
     }
    },
    "calls": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1
     }
    },
    "identifiers": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1
     }
    }
   },
   "minProperties": 1,
   "type": "object",
   "additionalProperties": false
  },
  "Recognise": {
   "properties": {
    "authentication": {
     "$ref": "#/$defs/Helpers"
    },
    "authorization": {
     "$ref": "#/$defs/Helpers"
    },
    "validation": {
     "$ref": "#/$defs/Helpers"
    },
    "rate_limiting": {
     "$ref": "#/$defs/Helpers"
    },
    "http": {
     "$ref": "#/$defs/Helpers"
    },
    "retry": {
     "$ref": "#/$defs/Helpers"
    },
    "circuit_breaker": {
     "$ref": "#/$defs/Helpers"
    },
    "fallback": {
     "$ref": "#/$defs/Helpers"
    },
    "logging": {
     "$ref": "#/$defs/Helpers"
    },
    "audit": {
     "$ref": "#/$defs/Helpers"
    },
    "cache": {
     "$ref": "#/$defs/Helpers"
    },
    "background": {
     "$ref": "#/$defs/Helpers"
    },
    "outbox": {
     "$ref": "#/$defs/Helpers"
    },
    "tenant_scope": {
     "$ref": "#/$defs/Helpers"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Helpers": {
   "type": "array",
   "uniqueItems": true,
   "items": {
    "type": "string",
    "minLength": 1,
    "pattern": "^[\\w$.@/*]+$",
    "errorMessage": "is the name of a function, class or decorator, without brackets"
   }
  },
  "Scoring": {
   "properties": {
    "gate": {
     "$ref": "#/$defs/Gate"
    },
    "weights": {
     "$ref": "#/$defs/Weights"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Gate": {
   "properties": {
    "score": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "coverage": {
     "type": "number",
     "minimum": 0,
     "maximum": 1
    },
    "dimensions": {
     "$ref": "#/$defs/DimensionScores"
    },
    "must_pass": {
     "type": "array",
     "uniqueItems": true,
     "items": {
      "$ref": "#/$defs/CheckId"
     }
    },
    "max_regression": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "no_new": {
     "anyOf": [
      {
       "type": "boolean"
      },
      {
       "enum": [
        "critical",
        "major",
        "minor",
        "any"
       ]
      }
     ],
     "errorMessage": "is true, false, critical, major, minor or any"
    },
    "max_waived": {
     "$ref": "#/$defs/WaiverBudget"
    },
    "stale_baseline": {
     "type": "boolean"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "WaiverBudget": {
   "type": "object",
   "additionalProperties": {
    "type": "integer",
    "minimum": 0
   }
  },
  "DimensionScores": {
   "properties": {
    "simplicity": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "scalability": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "reliability": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "security": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "maintainability": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "cost-efficiency": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "operability": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "evolvability": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Weights": {
   "properties": {
    "simplicity": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "scalability": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "reliability": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "security": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "maintainability": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "cost-efficiency": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "operability": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    },
    "evolvability": {
     "type": "number",
     "minimum": 0,
     "maximum": 100
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "CheckId": {
   "type": "string",
   "pattern": "^([a-z0-9-]+/)?[a-z0-9]+(-[a-z0-9]+)*$",
   "errorMessage": "is the id of a check, such as circular-dependencies"
  },
  "CheckSetting": {
   "anyOf": [
    {
     "enum": [
      "off",
      "critical",
      "major",
      "minor"
     ]
    },
    {
     "const": false
    },
    {
     "$ref": "#/$defs/CheckSettings"
    }
   ],
   "errorMessage": "is off, critical, major or minor, or {severity: …, options: {…}}"
  },
  "CheckSettings": {
   "properties": {
    "severity": {
     "enum": [
      "off",
      "critical",
      "major",
      "minor"
     ]
    },
    "options": {
     "type": "object",
     "additionalProperties": true
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Waiver": {
   "properties": {
    "check": {
     "$ref": "#/$defs/CheckId"
    },
    "subject": {
     "type": "string",
     "minLength": 1
    },
    "reason": {
     "$ref": "#/$defs/Text"
    },
    "owner": {
     "$ref": "#/$defs/NameOrNames"
    },
    "expires": {
     "$ref": "#/$defs/Date"
    },
    "decision": {
     "$ref": "#/$defs/Decision"
    }
   },
   "required": [
    "check",
    "subject",
    "reason"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "FileRoles": {
   "properties": {
    "ignore": {
     "$ref": "#/$defs/Globs"
    },
    "production": {
     "$ref": "#/$defs/Globs"
    },
    "test": {
     "$ref": "#/$defs/Globs"
    },
    "generated": {
     "$ref": "#/$defs/Globs"
    },
    "example": {
     "$ref": "#/$defs/Globs"
    },
    "tooling": {
     "$ref": "#/$defs/Globs"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Infrastructure": {
   "properties": {
    "cloud": {
     "anyOf": [
      {
       "enum": [
        "aws",
        "gcp",
        "azure",
        "self-hosted"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      },
      {
       "type": "array",
       "minItems": 1,
       "items": {
        "type": "string",
        "minLength": 1
       }
      }
     ],
     "errorMessage": "is a provider or a list of them, such as aws, gcp, azure or self-hosted"
    },
    "orchestration": {
     "anyOf": [
      {
       "enum": [
        "kubernetes",
        "ecs",
        "cloud-run",
        "aca",
        "nomad",
        "compose",
        "swarm",
        "paas",
        "serverless",
        "vm",
        "none"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is what runs the workloads, such as kubernetes, ecs, paas or serverless"
    },
    "service_mesh": {
     "anyOf": [
      {
       "enum": [
        "none",
        "istio",
        "linkerd",
        "consul",
        "app-mesh",
        "cilium"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is a mesh, such as istio or linkerd, or none"
    },
    "environments": {
     "type": "array",
     "items": {
      "$ref": "#/$defs/Environment"
     }
    },
    "regions": {
     "$ref": "#/$defs/Regions"
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    },
    "decision": {
     "$ref": "#/$defs/Decision"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Environment": {
   "properties": {
    "name": {
     "$ref": "#/$defs/Name"
    },
    "mirrors": {
     "$ref": "#/$defs/Name"
    },
    "scale": {
     "type": "number",
     "exclusiveMinimum": 0
    },
    "gate": {
     "enum": [
      "manual",
      "automatic",
      "none"
     ]
    },
    "files": {
     "$ref": "#/$defs/Globs"
    },
    "accepted_differences": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1
     }
    }
   },
   "required": [
    "name"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "Regions": {
   "properties": {
    "primary": {
     "$ref": "#/$defs/Name"
    },
    "secondary": {
     "$ref": "#/$defs/Names"
    },
    "failover": {
     "enum": [
      "none",
      "manual",
      "automatic"
     ]
    },
    "replication": {
     "enum": [
      "none",
      "active-passive",
      "active-active"
     ]
    },
    "routing": {
     "anyOf": [
      {
       "enum": [
        "none",
        "dns-latency",
        "dns-geo",
        "anycast",
        "global-load-balancer"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is how users reach a region, such as dns-latency, dns-geo or anycast"
    },
    "cdn": {
     "$ref": "#/$defs/Claim"
    },
    "sessions": {
     "$ref": "#/$defs/Claim"
    },
    "deployment": {
     "$ref": "#/$defs/Claim"
    },
    "health_checks": {
     "$ref": "#/$defs/Claim"
    },
    "residency": {
     "$ref": "#/$defs/Claim"
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Deployment": {
   "properties": {
    "pipeline": {
     "$ref": "#/$defs/Globs"
    },
    "strategy": {
     "enum": [
      "rolling",
      "blue-green",
      "canary",
      "recreate"
     ]
    },
    "rollback": {
     "enum": [
      "automatic",
      "manual",
      "none"
     ]
    },
    "rollback_evidence": {
     "$ref": "#/$defs/Globs"
    },
    "feature_flags": {
     "$ref": "#/$defs/Claim"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "DisasterRecovery": {
   "properties": {
    "plan": {
     "$ref": "#/$defs/Globs"
    },
    "rpo": {
     "$ref": "#/$defs/Duration"
    },
    "rto": {
     "$ref": "#/$defs/Duration"
    },
    "last_tested": {
     "$ref": "#/$defs/Date"
    },
    "evidence": {
     "$ref": "#/$defs/Globs"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Api": {
   "properties": {
    "style": {
     "enum": [
      "rest",
      "graphql",
      "grpc",
      "websocket",
      "sse",
      "trpc"
     ]
    },
    "public": {
     "type": "boolean"
    },
    "component": {
     "$ref": "#/$defs/Name"
    },
    "spec": {
     "$ref": "#/$defs/Globs"
    },
    "base_path": {
     "type": "string",
     "minLength": 1
    },
    "versioning": {
     "enum": [
      "url-path",
      "header",
      "query",
      "none"
     ]
    },
    "pagination": {
     "enum": [
      "cursor",
      "offset",
      "none"
     ]
    },
    "rate_limit": {
     "$ref": "#/$defs/Rate"
    },
    "idempotency_keys": {
     "type": "boolean"
    },
    "envelope": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1
     }
    },
    "error_format": {
     "anyOf": [
      {
       "enum": [
        "problem+json"
       ]
      },
      {
       "type": "array",
       "items": {
        "type": "string",
        "minLength": 1
       }
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is a list of members, such as [code, message, details, request_id], or problem+json"
    },
    "clients": {
     "$ref": "#/$defs/Names"
    },
    "nested_data": {
     "type": "boolean"
    },
    "streaming": {
     "enum": [
      "none",
      "server",
      "client",
      "bidirectional"
     ]
    },
    "authentication": {
     "$ref": "#/$defs/Authentication"
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    },
    "decision": {
     "$ref": "#/$defs/Decision"
    }
   },
   "required": [
    "style"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "Tracing": {
   "properties": {
    "propagate": {
     "type": "array",
     "uniqueItems": true,
     "items": {
      "anyOf": [
       {
        "enum": [
         "traceparent",
         "tracestate",
         "baggage",
         "X-Request-ID",
         "X-Correlation-ID",
         "X-B3-TraceId"
        ]
       },
       {
        "type": "string",
        "minLength": 1
       }
      ],
      "errorMessage": "is the name of a header, such as traceparent"
     }
    },
    "library": {
     "$ref": "#/$defs/NameOrNames"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Observability": {
   "properties": {
    "logging": {
     "$ref": "#/$defs/Logging"
    },
    "metrics": {
     "$ref": "#/$defs/Metrics"
    },
    "alerts": {
     "$ref": "#/$defs/Alerts"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Logging": {
   "properties": {
    "library": {
     "$ref": "#/$defs/NameOrNames"
    },
    "format": {
     "enum": [
      "json",
      "logfmt",
      "text"
     ]
    },
    "correlation": {
     "$ref": "#/$defs/NameOrNames"
    },
    "fields": {
     "$ref": "#/$defs/Names"
    },
    "example": {
     "$ref": "#/$defs/LogLine"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "LogLine": {
   "type": "object",
   "properties": {
    "timestamp": {
     "type": "string",
     "minLength": 1
    },
    "level": {
     "type": "string",
     "minLength": 1
    },
    "service": {
     "type": "string",
     "minLength": 1
    },
    "trace_id": {
     "type": "string",
     "minLength": 1
    },
    "span_id": {
     "type": "string",
     "minLength": 1
    },
    "message": {
     "type": "string",
     "minLength": 1
    },
    "duration_ms": {
     "type": "number",
     "minimum": 0
    }
   },
   "required": [
    "timestamp",
    "level",
    "message"
   ],
   "additionalProperties": {
    "anyOf": [
     {
      "type": "string"
     },
     {
      "type": "number"
     },
     {
      "type": "boolean"
     },
     {
      "type": "object"
     },
     {
      "type": "array"
     },
     {
      "type": "null"
     }
    ]
   }
  },
  "Metrics": {
   "properties": {
    "library": {
     "$ref": "#/$defs/NameOrNames"
    },
    "endpoint": {
     "type": "string",
     "minLength": 1
    },
    "dashboards": {
     "properties": {
      "latency": {
       "$ref": "#/$defs/Globs"
      },
      "traffic": {
       "$ref": "#/$defs/Globs"
      },
      "errors": {
       "$ref": "#/$defs/Globs"
      },
      "saturation": {
       "$ref": "#/$defs/Globs"
      }
     },
     "type": "object",
     "additionalProperties": false
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Alerts": {
   "properties": {
    "rules": {
     "$ref": "#/$defs/Globs"
    },
    "runbooks": {
     "$ref": "#/$defs/Globs"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Authentication": {
   "anyOf": [
    {
     "$ref": "#/$defs/AuthenticationKind"
    },
    {
     "type": "array",
     "minItems": 1,
     "uniqueItems": true,
     "items": {
      "$ref": "#/$defs/AuthenticationKind"
     }
    }
   ],
   "errorMessage": "is session, jwt, oauth2-oidc, api-keys, mtls or none, or a list of them"
  },
  "AuthenticationKind": {
   "enum": [
    "session",
    "jwt",
    "oauth2-oidc",
    "api-keys",
    "mtls",
    "none"
   ]
  },
  "Security": {
   "properties": {
    "authentication": {
     "$ref": "#/$defs/Authentication"
    },
    "authorization": {
     "anyOf": [
      {
       "enum": [
        "rbac",
        "abac",
        "acl",
        "rebac",
        "none"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is how rights are given, such as rbac or abac"
    },
    "clients": {
     "type": "array",
     "uniqueItems": true,
     "items": {
      "anyOf": [
       {
        "enum": [
         "server-rendered",
         "spa",
         "mobile",
         "server",
         "third-party",
         "internal-service"
        ]
       },
       {
        "type": "string",
        "minLength": 1
       }
      ],
      "errorMessage": "is a kind of caller, such as spa, mobile or server"
     }
    },
    "public_endpoints": {
     "type": "array",
     "uniqueItems": true,
     "items": {
      "type": "string",
      "pattern": "^([A-Z*]+(\\|[A-Z]+)*\\s+)?/\\S*$",
      "errorMessage": "is a method and a path, such as \"GET /health/*\""
     }
    },
    "secrets": {
     "$ref": "#/$defs/Secrets"
    },
    "encryption": {
     "$ref": "#/$defs/Encryption"
    },
    "audit_log": {
     "$ref": "#/$defs/AuditLog"
    },
    "rate_limiting": {
     "$ref": "#/$defs/RateLimiting"
    },
    "layers": {
     "$ref": "#/$defs/DefenseLayers"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Secrets": {
   "properties": {
    "manager": {
     "anyOf": [
      {
       "enum": [
        "aws-secrets-manager",
        "aws-parameter-store",
        "gcp-secret-manager",
        "azure-key-vault",
        "vault",
        "doppler",
        "1password",
        "infisical",
        "sealed-secrets",
        "sops",
        "github-secrets",
        "environment"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is what keeps the secrets, such as vault or aws-secrets-manager"
    },
    "rotation_days": {
     "type": "integer",
     "minimum": 1
    },
    "rotation_evidence": {
     "$ref": "#/$defs/Globs"
    },
    "per_environment": {
     "type": "boolean"
    },
    "access_audited": {
     "type": "boolean"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Encryption": {
   "properties": {
    "in_transit": {
     "anyOf": [
      {
       "enum": [
        "tls1.3",
        "tls1.2",
        "mtls",
        "none"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is a protocol, such as tls1.3"
    },
    "at_rest": {
     "anyOf": [
      {
       "enum": [
        "aes-256",
        "none"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is a cipher, such as aes-256"
    },
    "fields": {
     "$ref": "#/$defs/Names"
    },
    "terminated_at": {
     "$ref": "#/$defs/Claim"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "AuditLog": {
   "properties": {
    "events": {
     "$ref": "#/$defs/Names"
    },
    "store": {
     "$ref": "#/$defs/Text"
    },
    "retention": {
     "$ref": "#/$defs/Duration"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "RateLimiting": {
   "properties": {
    "where": {
     "anyOf": [
      {
       "enum": [
        "gateway",
        "ingress",
        "cdn",
        "waf",
        "load-balancer",
        "application"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is where requests are counted, such as gateway, ingress or application"
    },
    "limit": {
     "$ref": "#/$defs/Rate"
    },
    "evidence": {
     "$ref": "#/$defs/Globs"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "DefenseLayers": {
   "properties": {
    "network": {
     "$ref": "#/$defs/Claim"
    },
    "transport": {
     "$ref": "#/$defs/Claim"
    },
    "authentication": {
     "$ref": "#/$defs/Claim"
    },
    "authorization": {
     "$ref": "#/$defs/Claim"
    },
    "application": {
     "$ref": "#/$defs/Claim"
    },
    "data": {
     "$ref": "#/$defs/Claim"
    },
    "monitoring": {
     "$ref": "#/$defs/Claim"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Tenancy": {
   "properties": {
    "model": {
     "enum": [
      "single",
      "shared-rows",
      "separate-databases",
      "separate-apps",
      "isolated"
     ]
    },
    "key": {
     "$ref": "#/$defs/Name"
    },
    "enforcement": {
     "anyOf": [
      {
       "enum": [
        "row-level-security",
        "query-scope",
        "middleware",
        "schema"
       ]
      },
      {
       "type": "string",
       "minLength": 1
      }
     ],
     "errorMessage": "is what keeps tenants apart, such as row-level-security or query-scope"
    },
    "scoped": {
     "$ref": "#/$defs/Names"
    },
    "global": {
     "$ref": "#/$defs/Names"
    }
   },
   "required": [
    "model"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "Layers": {
   "properties": {
    "preset": {
     "enum": [
      "layered",
      "hexagonal",
      "onion",
      "feature-sliced",
      "none"
     ]
    },
    "order": {
     "type": "array",
     "minItems": 1,
     "items": {
      "$ref": "#/$defs/Layer"
     }
    },
    "dependency_inversion": {
     "type": "boolean"
    },
    "closed": {
     "type": "boolean"
    },
    "composition_roots": {
     "$ref": "#/$defs/Globs"
    },
    "ignore_type_imports": {
     "type": "boolean"
    },
    "per": {
     "enum": [
      "repository",
      "component"
     ]
    },
    "containers": {
     "$ref": "#/$defs/Globs"
    }
   },
   "required": [
    "order"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "Layer": {
   "properties": {
    "name": {
     "$ref": "#/$defs/Name"
    },
    "path": {
     "$ref": "#/$defs/Globs"
    },
    "role": {
     "enum": [
      "presentation",
      "application",
      "domain",
      "infrastructure",
      "adapter",
      "app",
      "processes",
      "pages",
      "widgets",
      "features",
      "entities",
      "shared"
     ]
    },
    "pure": {
     "anyOf": [
      {
       "type": "boolean"
      },
      {
       "$ref": "#/$defs/Purity"
      }
     ],
     "errorMessage": "is true, false, or {allow: [packages and built-ins]}"
    },
    "may_import": {
     "$ref": "#/$defs/Names"
    },
    "closed": {
     "type": "boolean"
    },
    "description": {
     "$ref": "#/$defs/Text"
    }
   },
   "required": [
    "name",
    "path"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "Purity": {
   "properties": {
    "allow": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1
     }
    }
   },
   "required": [
    "allow"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "Component": {
   "properties": {
    "path": {
     "$ref": "#/$defs/Globs"
    },
    "kind": {
     "enum": [
      "service",
      "module",
      "library",
      "frontend",
      "worker",
      "function"
     ]
    },
    "owner": {
     "$ref": "#/$defs/NameOrNames"
    },
    "responsibility": {
     "$ref": "#/$defs/Text"
    },
    "criticality": {
     "$ref": "#/$defs/Criticality"
    },
    "public_api": {
     "$ref": "#/$defs/Globs"
    },
    "entry": {
     "$ref": "#/$defs/Globs"
    },
    "data": {
     "$ref": "#/$defs/ComponentData"
    },
    "depends_on": {
     "type": "array",
     "items": {
      "$ref": "#/$defs/Dependency"
     }
    },
    "scaling": {
     "$ref": "#/$defs/ComponentScaling"
    },
    "state": {
     "enum": [
      "stateless",
      "stateful"
     ]
    },
    "state_reason": {
     "$ref": "#/$defs/Reason"
    },
    "health": {
     "$ref": "#/$defs/Health"
    },
    "replicas": {
     "type": "integer",
     "minimum": 0
    },
    "mitigation": {
     "$ref": "#/$defs/Text"
    },
    "resources": {
     "$ref": "#/$defs/Resources"
    },
    "hosts": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1
     }
    },
    "workloads": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1
     }
    },
    "decision": {
     "$ref": "#/$defs/Decision"
    }
   },
   "required": [
    "path"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "ComponentData": {
   "properties": {
    "owns": {
     "$ref": "#/$defs/Names"
    },
    "reads": {
     "$ref": "#/$defs/Names"
    },
    "store": {
     "$ref": "#/$defs/NameOrNames"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Dependency": {
   "properties": {
    "component": {
     "$ref": "#/$defs/Name"
    },
    "external": {
     "$ref": "#/$defs/Name"
    },
    "store": {
     "$ref": "#/$defs/Name"
    },
    "queue": {
     "$ref": "#/$defs/Name"
    },
    "cache": {
     "$ref": "#/$defs/Name"
    },
    "mode": {
     "enum": [
      "sync",
      "async"
     ]
    },
    "via": {
     "enum": [
      "call",
      "http",
      "grpc",
      "graphql",
      "websocket",
      "event",
      "queue",
      "stream",
      "webhook",
      "database",
      "cache",
      "file",
      "sdk"
     ]
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    },
    "criticality": {
     "$ref": "#/$defs/Criticality"
    },
    "timeout": {
     "$ref": "#/$defs/Duration"
    },
    "retries": {
     "$ref": "#/$defs/Retries"
    },
    "circuit_breaker": {
     "$ref": "#/$defs/CircuitBreaker"
    },
    "bulkhead": {
     "$ref": "#/$defs/Bulkhead"
    },
    "degradation": {
     "$ref": "#/$defs/Text"
    },
    "operations": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1
     }
    }
   },
   "oneOf": [
    {
     "required": [
      "component"
     ]
    },
    {
     "required": [
      "external"
     ]
    },
    {
     "required": [
      "store"
     ]
    },
    {
     "required": [
      "queue"
     ]
    },
    {
     "required": [
      "cache"
     ]
    }
   ],
   "errorMessage": "names exactly one of component, external, store, queue and cache, such as {component: billing}",
   "type": "object",
   "additionalProperties": false
  },
  "ComponentScaling": {
   "properties": {
    "strategy": {
     "enum": [
      "horizontal",
      "vertical",
      "none"
     ]
    },
    "min": {
     "type": "integer",
     "minimum": 0
    },
    "max": {
     "type": "integer",
     "minimum": 1
    },
    "trigger": {
     "$ref": "#/$defs/Text"
    },
    "throughput_per_instance": {
     "$ref": "#/$defs/Rate"
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Health": {
   "properties": {
    "liveness": {
     "type": "string",
     "minLength": 1
    },
    "readiness": {
     "type": "string",
     "minLength": 1
    },
    "port": {
     "type": "integer",
     "minimum": 1,
     "maximum": 65535
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Resources": {
   "properties": {
    "cpu": {
     "anyOf": [
      {
       "type": "string",
       "pattern": "^\\d+(\\.\\d+)?m?$"
      },
      {
       "type": "number",
       "minimum": 0
      }
     ],
     "errorMessage": "is a number of processor cores, such as 500m or 2"
    },
    "memory": {
     "$ref": "#/$defs/Size"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Context": {
   "properties": {
    "name": {
     "$ref": "#/$defs/Name"
    },
    "owner_team": {
     "$ref": "#/$defs/NameOrNames"
    },
    "components": {
     "$ref": "#/$defs/Names"
    },
    "core_entities": {
     "type": "array",
     "items": {
      "$ref": "#/$defs/CoreEntity"
     }
    },
    "domain_events_published": {
     "$ref": "#/$defs/Names"
    },
    "domain_events_consumed": {
     "$ref": "#/$defs/Names"
    },
    "api_surface": {
     "$ref": "#/$defs/ApiSurface"
    },
    "data_store": {
     "$ref": "#/$defs/Text"
    },
    "communication": {
     "$ref": "#/$defs/ContextCommunication"
    }
   },
   "required": [
    "name"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "CoreEntity": {
   "properties": {
    "name": {
     "$ref": "#/$defs/Name"
    },
    "type": {
     "enum": [
      "aggregate_root",
      "entity",
      "value_object"
     ]
    },
    "invariants": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1
     }
    }
   },
   "required": [
    "name"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "ApiSurface": {
   "properties": {
    "commands": {
     "$ref": "#/$defs/Names"
    },
    "queries": {
     "$ref": "#/$defs/Names"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "ContextCommunication": {
   "properties": {
    "sync": {
     "$ref": "#/$defs/Names"
    },
    "async": {
     "$ref": "#/$defs/Names"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "External": {
   "properties": {
    "kind": {
     "enum": [
      "saas",
      "external-api",
      "legacy",
      "own-team"
     ]
    },
    "packages": {
     "type": "array",
     "uniqueItems": true,
     "items": {
      "type": "string",
      "minLength": 1
     }
    },
    "hosts": {
     "type": "array",
     "uniqueItems": true,
     "items": {
      "type": "string",
      "minLength": 1
     }
    },
    "env": {
     "$ref": "#/$defs/Env"
    },
    "adapter": {
     "$ref": "#/$defs/Globs"
    },
    "contract": {
     "$ref": "#/$defs/Globs"
    },
    "owner": {
     "$ref": "#/$defs/NameOrNames"
    },
    "criticality": {
     "$ref": "#/$defs/Criticality"
    },
    "availability": {
     "$ref": "#/$defs/Percent"
    },
    "timeout": {
     "$ref": "#/$defs/Duration"
    },
    "retries": {
     "$ref": "#/$defs/Retries"
    },
    "circuit_breaker": {
     "$ref": "#/$defs/CircuitBreaker"
    },
    "bulkhead": {
     "$ref": "#/$defs/Bulkhead"
    },
    "degradation": {
     "$ref": "#/$defs/Text"
    },
    "mitigation": {
     "$ref": "#/$defs/Text"
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    },
    "decision": {
     "$ref": "#/$defs/Decision"
    }
   },
   "type": "object",
   "additionalProperties": false
  },
  "Style": {
   "properties": {
    "name": {
     "enum": [
      "monolith",
      "modular-monolith",
      "service-oriented",
      "microservices",
      "event-driven",
      "serverless",
      "cqrs-event-sourcing",
      "cell-based"
     ]
    },
    "independent_deployability": {
     "type": "boolean"
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    },
    "decision": {
     "$ref": "#/$defs/Decision"
    },
    "event_sourcing_for": {
     "$ref": "#/$defs/Names"
    },
    "serverless_for": {
     "$ref": "#/$defs/Names"
    }
   },
   "required": [
    "name"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "Pattern": {
   "anyOf": [
    {
     "$ref": "#/$defs/PatternName"
    },
    {
     "$ref": "#/$defs/PatternUse"
    }
   ],
   "errorMessage": "is the name of a pattern, such as outbox, or {name: outbox, components: [orders], reason: …}"
  },
  "PatternName": {
   "anyOf": [
    {
     "enum": [
      "outbox",
      "cqrs",
      "event-sourcing",
      "bff",
      "sidecar",
      "service-mesh",
      "strangler-fig",
      "saga",
      "anti-corruption-layer",
      "api-gateway"
     ]
    },
    {
     "type": "string",
     "minLength": 1
    }
   ],
   "errorMessage": "is the name of a pattern, such as outbox, cqrs, bff or service-mesh"
  },
  "PatternUse": {
   "properties": {
    "name": {
     "$ref": "#/$defs/PatternName"
    },
    "components": {
     "$ref": "#/$defs/Names"
    },
    "reason": {
     "$ref": "#/$defs/Reason"
    },
    "read_write_ratio": {
     "type": "number",
     "minimum": 0
    },
    "clients": {
     "$ref": "#/$defs/Names"
    }
   },
   "required": [
    "name"
   ],
   "type": "object",
   "additionalProperties": false
  },
  "Migration": {
   "properties": {
    "pattern": {
     "enum": [
      "strangler-fig",
      "branch-by-abstraction",
      "parallel-run",
      "big-bang"
     ]
    },
    "from": {
     "$ref": "#/$defs/Name"
    },
    "extracting": {
     "$ref": "#/$defs/Names"
    },
    "completed": {
     "$ref": "#/$defs/Names"
    },
    "proxy": {
     "$ref": "#/$defs/Globs"
    },
    "data_extracted": {
     "$ref": "#/$defs/Names"
    },
    "data_sync": {
     "$ref": "#/$defs/Claim"
    },
    "monolith": {
     "$ref": "#/$defs/Name"
    },
    "monolith_pipeline": {
     "$ref": "#/$defs/Globs"
    }
   },
   "type": "object",
   "additionalProperties": false
  }
 },
 "additionalProperties": false
};
